import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const PREFLIGHT_SECONDS = 600;

/** What an app's own pages may do beyond running its scripts and calling home. */
export type PagePolicy = Record<string, string[]>;

/**
 * Security headers, and CORS for the origins named. A page runs its own scripts only; inline there are styles alone,
 * which Mantine sets on elements.
 */
export async function protect(app: FastifyInstance, further: PagePolicy, appOrigins: string[] | null): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        ...further,
      },
    },
    // The phone app, from its own origin, reads a node's answers; CORS says which origins.
    crossOriginResourcePolicy: { policy: appOrigins === null ? 'same-origin' : 'cross-origin' },
    // TLS ends in front of a node, and on loopback there is none.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  if (appOrigins === null) return;
  await app.register(cors, {
    origin: appOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
    allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'content-range'],
    exposedHeaders: ['retry-after', 'upload-offset', 'x-request-id'],
    maxAge: PREFLIGHT_SECONDS,
  });
}
