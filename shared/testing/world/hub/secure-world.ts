import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyVault } from '#hub/key/key-vault.ts';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import type { CompanyCa } from '#server/ca/company-ca.ts';
import { createHubCode } from '#server/identity/hub-codes.ts';
import type { Result } from '#shared/contract/errors.ts';
import { listen } from '#shared/node-app/listen.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { type Clock, systemClock } from '#shared/ports/clock.ts';

/** A server with demo data that speaks HTTPS by its own CA, as a company runs it, and hubs of depot ALG that do. */
export interface SecureWorld {
  url: string;
  server: OpenServer;
  ca: CompanyCa;
  /** A code for a hub of depot ALG. */
  code(): Promise<string>;
  /** A folder that goes away with the world. */
  folder(): Promise<string>;
  hub(options: HubOptions): Promise<Result<RunningHub, string>>;
  close(): Promise<void>;
}

export interface HubOptions {
  dataDir: string;
  env?: Record<string, string>;
  vault?: KeyVault;
  /** The hub's own clock, where it is not the world's. */
  clock?: Clock;
}

const LOG_LEVEL = process.env.MANCHENGO_LOG_LEVEL ?? 'silent';
const HOST = '127.0.0.1';

export async function startSecureWorld(databaseUrl: string, clock: Clock = systemClock): Promise<SecureWorld> {
  const folders: string[] = [];
  const hubs: RunningHub[] = [];
  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'manchengo-tls-'));
    folders.push(made);
    return made;
  };
  const logger = nodeLog('server', LOG_LEVEL);
  const tls = { on: true, files: null, appHost: 'manchengo.local', hosts: [HOST] };
  const options = { databaseUrl, appOrigins: [], demo: true, logger, clock, dataDir: await folder(), tls };
  const server = unwrap(await openServer(options));
  const url = unwrap(await listen(server.app, HOST, 0));
  const ca = server.deps.certificates?.ca;
  if (ca === undefined) throw new Error('a server with a folder has a CA');
  const world: SecureWorld = {
    url,
    server,
    ca,
    folder,
    async code() {
      const { rows } = await server.deps.database.query("SELECT id FROM depots WHERE code = 'ALG'");
      return unwrap(await createHubCode(server.deps.database, server.deps, rows[0].id, 1)).code;
    },
    async hub({ dataDir, env, vault, clock: own = clock }) {
      const settings = readHubSettings({
        MANCHENGO_DATA_DIR: dataDir,
        MANCHENGO_HOST: HOST,
        MANCHENGO_PORT: '0',
        MANCHENGO_PAIRING_PORT: '0',
        MANCHENGO_TLS: 'on',
        MANCHENGO_UPSTREAM: url,
        MANCHENGO_CA: await ca.fingerprint(),
        MANCHENGO_ENROLL_CODE: await world.code(),
        ...env,
      });
      const deps = { settings: unwrap(settings), logger: nodeLog('hub', LOG_LEVEL), clock: own };
      const opened = await openHub(vault === undefined ? deps : { ...deps, vault });
      if (opened.ok) hubs.push(opened.value);
      return opened;
    },
    async close() {
      for (const hub of hubs) await hub.close();
      await server.close();
      for (const made of folders) await rm(made, { recursive: true, force: true });
    },
  };
  return world;
}

function unwrap<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
