import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { metaOf } from '#hub/store/meta.ts';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import type { LoginResponse } from '#shared/contract/identity.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { TestDevice } from '../test-device.ts';
import { WAIT_MS } from '../wait-limits.ts';
import { openWan, type Wan } from './wan.ts';

/** The real server on a real PostgreSQL and a real hub at depot ALG, with the demo data, on free loopback ports. */
export interface World {
  serverUrl: string;
  hubUrl: string;
  /** The hub's own window, with its token. */
  desktopUrl: string;
  /** What lies at HQ, to look at and to turn as only the database's owner may. */
  database: Database;
  server: OpenServer;
  hub: RunningHub;
  /** How the hub and the phones reach the server. */
  wan: Wan;
  close(): Promise<void>;
}

const LOG_LEVEL = process.env.MANCHENGO_LOG_LEVEL ?? 'silent';
export const DEMO_PASSWORD = 'manchengo-demo';

export async function startWorld(databaseUrl: string): Promise<World> {
  const logger = nodeLog('server', LOG_LEVEL);
  // Both are known once the wire is laid and the hub listens.
  const publicOrigins: string[] = [];
  const appOrigins: string[] = [];
  const server = unwrap(await openServer({ databaseUrl, appOrigins, publicOrigins, demo: true, logger }));
  const serverUrl = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const wan = await openWan(serverUrl);
  publicOrigins.push(wan.url);
  const dataDir = await mkdtemp(join(tmpdir(), 'manchengo-hub-'));
  const hub = await startHub(dataDir, wan.url, await enrollCode(serverUrl, 'ALG'));
  appOrigins.push(hub.url);
  // A test that cuts the line at once must not meet a hub that serves nobody yet.
  const meta = metaOf(hub.database);
  await eventually(
    () => meta.get('cursor'),
    (cursor) => cursor !== null,
    'the hub holds its depot’s data',
  );
  const database = openDatabase(databaseUrl);
  return {
    serverUrl,
    hubUrl: hub.url,
    desktopUrl: hub.desktopUrl,
    database,
    server,
    hub,
    wan,
    async close() {
      await hub.close();
      await wan.close();
      await server.close();
      await database.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A hub on a data folder; on its first start with a code. */
export async function startHub(dataDir: string, upstream: string, code: string | null): Promise<RunningHub> {
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: dataDir,
    MANCHENGO_PORT: '0',
    MANCHENGO_UPSTREAM: upstream,
    ...(code === null ? {} : { MANCHENGO_ENROLL_CODE: code }),
  });
  return unwrap(await openHub({ settings: unwrap(settings), logger: nodeLog('hub', LOG_LEVEL) }));
}

export interface SignedIn {
  device: TestDevice;
  session: LoginResponse;
  authorization: string;
}

/** Signs a demo user in, at the server or through a hub, on a device of its own or one that is given. */
export async function signIn(url: string, username: string, known?: TestDevice): Promise<SignedIn> {
  const device = known ?? new TestDevice(0);
  const registration = {
    id: device.id,
    name: 'test',
    platform: 'node',
    app_version: '0',
    public_key: device.publicKey,
  };
  const answer = await call(url, 'POST', '/api/auth/login', {
    body: { username, password: DEMO_PASSWORD, device: registration },
  });
  if (answer.status !== 200) throw new Error(`sign-in of ${username} failed: ${JSON.stringify(answer.body)}`);
  const session = answer.body as LoginResponse;
  device.userId = session.user.id;
  return { device, session, authorization: `Bearer ${session.access_token}` };
}

export async function enrollCode(serverUrl: string, depotCode: string, admin?: SignedIn): Promise<string> {
  const { authorization } = admin ?? (await signIn(serverUrl, 'admin'));
  const depots = await call(serverUrl, 'GET', '/api/admin/depots', { authorization });
  const depot = depots.body.items.find(({ code }: { code: string }) => code === depotCode);
  const made = await call(serverUrl, 'POST', '/api/admin/hub-codes', { authorization, body: { depot_id: depot.id } });
  return made.body.code as string;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
  body: any;
}

/** One HTTP call. `raw` sends a text as it is. */
export async function call(
  url: string,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'HEAD',
  path: string,
  options: {
    authorization?: string;
    body?: unknown;
    raw?: string | Uint8Array<ArrayBuffer>;
    headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const { authorization, body, raw, headers } = options;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // A page, or nothing: given as text.
  }
  return { status: response.status, headers: response.headers, body: parsed };
}

/** Asks again until an answer satisfies, and fails with what it last saw. Waits on a condition, never for a time. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  what: string,
  withinMs: number = WAIT_MS,
): Promise<T> {
  const until = Date.now() + withinMs;
  let value = await read();
  while (!holds(value)) {
    if (Date.now() > until) throw new Error(`never happened: ${what}; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    value = await read();
  }
  return value;
}

/**
 * Waits until a count has come to its end, for as long as it moves: how long all of it takes is this machine's affair. Under
 * a load of thirty a node's start alone takes twenty seconds, and whoever waits for it comes back up to 16 s later (ENG-1).
 */
export async function whileItMoves(read: () => Promise<number> | number, end: number, what: string): Promise<void> {
  for (let seen = await read(); seen !== end; ) {
    const before = seen;
    seen = await eventually(read, (value) => value !== before, `${what} (${before} of ${end} so far)`);
  }
}

/** Cuts the line between the hub and its server, and waits until the hub has noticed. */
export async function cutOff({ wan, hub }: World): Promise<void> {
  wan.cut();
  await eventually(
    () => {
      hub.uplink.kick();
      return hub.uplink.wan;
    },
    ({ reachable }) => !reachable,
    'the hub is cut off',
  );
}

const LOOK_AGAIN_MS = 25;

function unwrap<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
}
