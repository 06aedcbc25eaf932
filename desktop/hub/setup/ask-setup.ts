import type { FastifyBaseLogger } from 'fastify';
import { ok, type Result } from '#shared/contract/errors.ts';
import { JoinAnswer, JoinRequest } from '#shared/contract/setup.ts';
import { appPages } from '#shared/node-app/app-pages.ts';
import { listen } from '#shared/node-app/listen.ts';
import { isLoopback, originOf } from '#shared/node-app/settings.ts';
import { SCREEN_PAGES, windowApp } from '../app/window-app.ts';
import { keepWindowLink, openAtFirst, windowUrl } from '../app/window-link.ts';
import type { JoinFailure } from '../identity.ts';
import type { Membership } from '../join-company.ts';
import { PATHS } from '../paths.ts';
import type { HubSettings } from '../settings.ts';

export interface SetupDeps {
  settings: HubSettings;
  logger: FastifyBaseLogger;
  /** The window's token, and the ports to try for it; the hub's own window takes both over. */
  token: string;
  ports: readonly number[];
  /** Where the wizard is: told once it can be opened. */
  onOpen: (desktopUrl: string) => void;
  join: (settings: HubSettings) => Promise<Result<Membership, JoinFailure>>;
}

/**
 * The first start of a depot's PC: POST /api/setup/join on loopback, and the wizard that calls it, until HQ has taken the PC
 * in. The wizard's page goes on at the same address once the hub runs.
 */
export async function askSetup({
  settings,
  logger,
  token,
  ports,
  onOpen,
  join,
}: SetupDeps): Promise<Result<Membership, string>> {
  const app = await windowApp(logger, token);
  const joined = Promise.withResolvers<Membership>();
  let isJoining = false;
  app.post('/api/setup/join', { schema: { body: JoinRequest, response: { 200: JoinAnswer } } }, async (request) => {
    const given = settingsOf(settings, request.body as JoinRequest);
    if (given === null) return { joined: false, trouble: 'ADDRESS' };
    if (isJoining) return { joined: false, trouble: 'BUSY' };
    isJoining = true;
    const answer = await join(given).finally(() => {
      isJoining = false;
    });
    if (!answer.ok) {
      logger.warn({ trouble: answer.error.trouble, reason: answer.error.sentence }, 'this PC could not join');
      return { joined: false, trouble: answer.error.trouble };
    }
    joined.resolve(answer.value);
    return { joined: true, depot: answer.value.identity.depot };
  });
  await appPages(app, { root: PATHS.screen, pages: SCREEN_PAGES });
  const opened = await openAtFirst(ports, (port) => listen(app, '127.0.0.1', port));
  if (!opened.ok) return opened;
  keepWindowLink(settings.dataDir, { port: Number(new URL(opened.value).port), token });
  onOpen(windowUrl(opened.value, token));
  const membership = await joined.promise;
  await app.close();
  return ok(membership);
}

/** What was typed, as settings; null where it is no address of a server. */
export function settingsOf(settings: HubSettings, { server, code, ca }: JoinRequest): HubSettings | null {
  const text = server.trim();
  const upstream = originOf(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (upstream === null) return null;
  const { protocol, hostname } = new URL(upstream);
  if (protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) return null;
  return { ...settings, upstream, enrollCode: code.trim(), caFingerprint: ca };
}
