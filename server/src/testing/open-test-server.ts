import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { pino } from 'pino';
import type { NewUser } from '#shared/contract/hq/requests.ts';
import type { LoginResponse, PublicKey } from '#shared/contract/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createUsers } from '../admin/create-people.ts';
import { createRows } from '../admin/rows.ts';
import { type OpenServer, openServer } from '../app/open-server.ts';
import { type Database, openDatabase } from '../store/database.ts';

/** A clock that a test turns. */
export interface TurnedClock extends Clock {
  turn(ms: number): void;
}

export function turnedClock(start: string): TurnedClock {
  let ms = Date.parse(start);
  return {
    now: () => ms,
    sleep: () => Promise.resolve(),
    turn: (by) => {
      ms += by;
    },
  };
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into what came back as it likes.
  body: any;
}

/** The real server on a database of the test's own, called without a socket. */
export interface TestServer extends OpenServer {
  /** For what only the database's owner may do. */
  owner: Database;
  call(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    url: string,
    options?: { token?: string | undefined; body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Signs in from a new device, or from the given one. */
  signIn(
    username: string,
    password: string,
    device?: Pick<TestDevice, 'id' | 'publicKey'>,
  ): Promise<Answer & { body: LoginResponse }>;
  addUsers(...users: NewUser[]): Promise<number[]>;
}

/** What a sign-in says of a device. */
export interface SigningIn {
  id: string;
  publicKey: PublicKey;
  privateKey?: KeyObject;
}

export interface TestDevice extends SigningIn {
  privateKey: KeyObject;
}

export function newDevice(): TestDevice {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { id: crypto.randomUUID(), publicKey: { kty: 'EC', crv: 'P-256', x, y }, privateKey };
}

export interface TestServerOptions {
  demo?: boolean;
  /** How many connections it works with. */
  poolSize?: number;
  metricsToken?: string;
}

export async function openTestServer(
  databaseUrl: string,
  clock: Clock,
  options: TestServerOptions = {},
): Promise<TestServer> {
  const opened = await openServer({
    databaseUrl,
    appOrigins: ['https://manchengo.local:8443'],
    publicOrigins: ['http://localhost'],
    demo: options.demo ?? false,
    metricsToken: options.metricsToken ?? null,
    ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
    logger: pino({ level: 'silent' }),
    clock,
    random: systemRandom,
  });
  if (!opened.ok) throw new Error(opened.error);
  const server = opened.value;
  const call: TestServer['call'] = async (method, url, { token, body, headers = {} } = {}) => {
    const response = await server.app.inject({
      method,
      url,
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const text = response.body;
    const isJson = String(response.headers['content-type']).includes('json');
    return { status: response.statusCode, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const owner = openDatabase(databaseUrl);
  server.app.addHook('onClose', () => owner.end());
  return {
    ...server,
    owner,
    call,
    signIn(username, password, device: SigningIn = newDevice()) {
      const registration = {
        id: device.id,
        name: 'Test',
        platform: 'test',
        app_version: '1',
        public_key: device.publicKey,
      };
      return call('POST', '/api/auth/login', { body: { username, password, device: registration } });
    },
    async addUsers(...users) {
      const created = await createRows(server.deps, createUsers, users);
      if (!created.ok) throw new Error(created.error[0]?.detail);
      return created.value.map(({ id }) => id);
    },
  };
}
