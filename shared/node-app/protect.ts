import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { limitSockets, SOCKET_LIMITS, type SocketLimits } from './sockets.ts';

const PREFLIGHT_SECONDS = 600;

/** What an app's own pages may do beyond running its scripts and calling home. */
export interface PagePolicy {
  /** Further directives of the content security policy; each replaces the one of its name. */
  content?: Record<string, string[]>;
  /** Features of the browser that the page may use; all others are shut, for the page and for whatever it might frame. */
  features?: Feature[];
}

/** Features that ask something of a person or of the device, and that a script from elsewhere would be after. */
const FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
] as const;
type Feature = (typeof FEATURES)[number];

/**
 * Security headers, CORS for the origins named, and an end to connections that only stay open. A page runs its own
 * scripts only; inline there are styles alone, which Mantine sets on elements. No answer is kept in a cache unless its
 * route has said so.
 */
export async function protect(
  app: FastifyInstance,
  page: PagePolicy,
  appOrigins: string[] | null,
  limits: SocketLimits = SOCKET_LIMITS,
): Promise<void> {
  limitSockets(app, limits);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        ...page.content,
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // The phone app, from its own origin, reads a node's answers; CORS says which origins.
    crossOriginResourcePolicy: { policy: appOrigins === null ? 'same-origin' : 'cross-origin' },
    // The node says it itself where it speaks TLS, and on loopback there is none.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
  });
  const permissions = permissionsPolicy(page.features ?? []);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', permissions);
    // Whatever the address looks like: `/%61pi/…` is the API, too.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  if (appOrigins === null) return;
  await app.register(cors, {
    origin: appOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
    allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'content-range', 'x-request-id'],
    exposedHeaders: ['retry-after', 'upload-offset', 'x-request-id'],
    maxAge: PREFLIGHT_SECONDS,
  });
}

const permissionsPolicy = (allowed: Feature[]): string =>
  FEATURES.map((feature) => `${feature}=${allowed.includes(feature) ? '(self)' : '()'}`).join(', ');
