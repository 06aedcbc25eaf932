import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { TrustPage } from '#shared/contract/desktop.ts';
import { ok, type Result } from '#shared/contract/errors.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { ownAddresses } from '#shared/node-app/own-addresses.ts';
import { readCa, splitPem } from '../certificates/certificate-files.ts';
import type { HubSettings } from '../settings.ts';
import { buildPairing } from './build-pairing.ts';

interface Deps {
  /** Listens, and ends the app with the hub. */
  open: (app: FastifyInstance, host: string, port: number, setting: string) => Promise<Result<string, string>>;
  logger: FastifyBaseLogger;
}

const rootsOf = ({ dataDir }: HubSettings): string[] => splitPem(readCa(dataDir) ?? '');

/**
 * Opens the page that gives phones the company CA, and gives its origin; null where phones need none: over plain HTTP,
 * or with a certificate of the operator's own. `yardUrl` is where the hub itself listens.
 */
export async function openPairing(
  settings: HubSettings,
  yardUrl: string,
  { open, logger }: Deps,
): Promise<Result<string | null, string>> {
  if (!settings.tls || settings.tlsFiles !== null) return ok(null);
  const appUrl = `https://${settings.appHost}:${new URL(yardUrl).port}`;
  const app = await buildPairing({ roots: () => rootsOf(settings), appUrl, logger });
  return open(app, settings.host, settings.pairingPort, 'MANCHENGO_PAIRING_PORT');
}

/** What the depot's screen shows of it: by address, since a browser that has been here once calls the name over HTTPS only. */
export function trustPageOf(settings: HubSettings, url: string): TrustPage | null {
  const { port } = new URL(url);
  const [root] = rootsOf(settings);
  if (root === undefined) return null;
  const urls = ownAddresses(settings.host).map(
    (address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
  );
  return { urls: urls.length === 0 ? [url] : urls, fingerprint: fingerprintOf(root) };
}
