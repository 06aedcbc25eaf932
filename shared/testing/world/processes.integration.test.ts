import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#server/store/database.ts';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { phoneApi } from '../../../mobile-pwa/sync/phone-api.ts';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import type { TestDevice } from '../test-device.ts';
import { onSlowMachine } from '../wait-limits.ts';
import { type NodeProcess, runNode, startNode } from './node-process.ts';
import { openNodePhone } from './phone/node-phone.ts';
import { newPhoneFile } from './phone/phone-file.ts';
import { fail } from './phone/wipe-world.ts';
import { call, DEMO_PASSWORD, enrollCode, eventually, type SignedIn, signIn, whileItMoves } from './start-world.ts';

let database: TestDatabase;
let folder: string;
let server: NodeProcess;
let hub: NodeProcess;
let serverEnv: Record<string, string>;
let hubEnv: Record<string, string>;
let admin: SignedIn;
let looker: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  looker = openDatabase(database.url);
  folder = await mkdtemp(join(tmpdir(), 'manchengo-nodes-'));
  serverEnv = { DATABASE_URL: database.url, MANCHENGO_DEMO: '1', MANCHENGO_DATA_DIR: join(folder, 'server') };
  server = await startNode('server', serverEnv);
  admin = await signIn(server.ready.url, 'admin');
  hubEnv = {
    MANCHENGO_DATA_DIR: join(folder, 'hub'),
    MANCHENGO_UPSTREAM: server.ready.url,
    MANCHENGO_TLS: 'off',
    MANCHENGO_ENROLL_CODE: await enrollCode(server.ready.url, 'ALG', admin),
  };
  hub = await startNode('hub', hubEnv);
});
afterAll(async () => {
  await hub?.end('SIGKILL');
  await server?.end('SIGKILL');
  await looker?.end();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const audit = (device: TestDevice) => device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });

/** Pushes batches until the node dies, and gives the ids that it had acked. */
async function pushUntilDead(url: string, who: SignedIn): Promise<string[]> {
  const acked: string[] = [];
  for (;;) {
    const events = Array.from({ length: 20 }, () => audit(who.device));
    const request = { authorization: who.authorization, body: who.device.pushBody(events) };
    const answer = await call(url, 'POST', '/api/sync/push', request).catch(() => null);
    if (answer === null) return acked;
    acked.push(...answer.body.acked_event_ids);
  }
}

test('[NODE-11] each node prints one JSON ready line, and SIGTERM ends it cleanly within 5 s', async () => {
  expect(server.ready).toEqual({ ready: 'server', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect(hub.ready).toEqual({
    ready: 'hub',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    desktop_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/),
  });
  const hubEnd = await hub.end('SIGTERM');
  expect(hubEnd.code).toBe(0);
  hub = await startNode('hub', { ...hubEnv, MANCHENGO_ENROLL_CODE: '' });
  const serverEnd = await server.end('SIGTERM');
  expect(serverEnd.code).toBe(0);
  server = await startNode('server', { ...serverEnv, MANCHENGO_PORT: new URL(server.ready.url).port });
});

/** Sends a push in two halves over a connection of its own, and gives what came back until that one was closed. */
async function slowPush(url: string, who: SignedIn) {
  const body = JSON.stringify(who.device.pushBody([audit(who.device)]));
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  const closed = once(socket, 'close');
  const headers = [
    'POST /api/sync/push HTTP/1.1',
    `host: ${host}`,
    `authorization: ${who.authorization}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  await new Promise<void>((resolve) =>
    socket.write(`${headers.join('\r\n')}\r\n\r\n${body.slice(0, 100)}`, () => resolve()),
  );
  return {
    async rest(): Promise<string> {
      socket.write(body.slice(100));
      await closed;
      return answer;
    },
  };
}

test('[NODE-23] a push that is under way when a node is asked to end gets its answer, at both nodes', async () => {
  const endDuringPush = async (node: NodeProcess, username: string) => {
    const who = await signIn(node.ready.url, username);
    const push = await slowPush(node.ready.url, who);
    // An answer on another connection: the first half of the push was read before.
    await call(node.ready.url, 'GET', '/api/node');
    const ended = node.end('SIGTERM');
    // Whoever comes now is refused: then the end has begun.
    const status = () =>
      call(node.ready.url, 'GET', '/api/node').then(
        (answer) => answer.status,
        () => 0,
      );
    await eventually(status, (code) => code !== 200, 'the node takes nothing new');
    return { answer: await push.rest(), ...(await ended) };
  };
  const atHub = await endDuringPush(hub, 'driver1.alger');
  const atServer = await endDuringPush(server, 'driver1.alger');
  hub = await startNode('hub', hubEnv);
  server = await startNode('server', { ...serverEnv, MANCHENGO_PORT: new URL(server.ready.url).port });
  for (const { answer, code, ms } of [atHub, atServer]) {
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*"success":true/);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(onSlowMachine(5_000));
  }
});

test('[PUSH-10] a hub killed in mid-push still has everything that it had acked, and hands it on', async () => {
  const driver = await signIn(hub.ready.url, 'driver1.alger');
  const pushing = pushUntilDead(hub.ready.url, driver);
  await eventually(
    () => call(hub.ready.url, 'GET', '/api/sync/status', { authorization: driver.authorization }),
    ({ status }) => status === 200,
    'status',
  );
  const first = audit(driver.device);
  const [acked] = await Promise.all([pushing, hub.end('SIGKILL')]);
  hub = await startNode('hub', hubEnv);
  const again = { authorization: driver.authorization, body: driver.device.pushBody([first]) };
  expect((await call(hub.ready.url, 'POST', '/api/sync/push', again)).body).toMatchObject({ custody: 'hub' });
  await whileItMoves(() => atHq(acked), acked.length, 'what was acked reaches HQ');
});

/** How many of these events HQ has. */
async function atHq(ids: string[]): Promise<number> {
  const { rows } = await looker.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM events WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return rows[0]?.n ?? 0;
}

test('[PUSH-10] [ENG-1] server and hub are killed in turn: what was acked drains once both have started, however slow that is', async () => {
  const driver = await signIn(hub.ready.url, 'seller1.alger');
  const acked: string[] = [];
  const push = async () => {
    const events = Array.from({ length: 20 }, () => audit(driver.device));
    const request = { authorization: driver.authorization, body: driver.device.pushBody(events) };
    acked.push(...(await call(hub.ready.url, 'POST', '/api/sync/push', request)).body.acked_event_ids);
  };
  await push();
  await server.end('SIGKILL');
  await push();
  await hub.end('SIGKILL');
  hub = await startNode('hub', hubEnv);
  await push();
  server = await startNode('server', { ...serverEnv, MANCHENGO_PORT: new URL(server.ready.url).port });
  expect(acked).toHaveLength(60);
  await whileItMoves(() => atHq(acked), acked.length, 'the queue drains');
});

test('[UNSENT-8] [UNSENT-6] a phone’s export goes by the depot’s PC to HQ though both are killed on the way: each event once', async () => {
  let isAway = false;
  const transport: Transport = {
    request: async (request) =>
      isAway ? { kind: 'unreachable', reason: 'out of reach' } : fetchTransport.request(request),
  };
  const kept = await newPhoneFile();
  const phone = await openNodePhone(kept, hub.ready.url, { transport });
  expect(await phone.signIn({ username: 'driver2.alger', password: DEMO_PASSWORD })).toEqual({ kind: 'signed_in' });
  const desk = async (method: 'GET' | 'POST', path: string, sent: object = {}) => {
    const { origin, searchParams } = new URL(hub.ready.desktop_url ?? '');
    const authorization = `Bearer ${searchParams.get('token')}`;
    return (await call(origin, method, `/api/desktop/${path}`, { authorization, ...sent })).body;
  };
  const pin = '482913';
  await desk('POST', 'clerks', { body: { username: 'clerk.alger', password: DEMO_PASSWORD, pin } });
  isAway = true;
  const ids = [await fail(phone), await fail(phone), await fail(phone)];
  const made = await phoneApi(phone).exportQueue();
  if (made.kind !== 'made') throw new Error(made.kind);
  const queued = () => kept.sql.all<{ id: string }>('SELECT id FROM sync_queue').length;
  const unsent = queued();
  await server.end('SIGKILL');
  const { sha256 } = await desk('POST', 'queue-files/offer', {
    raw: made.file,
    headers: { 'content-type': QUEUE_FILE_MEDIA_TYPE },
  });
  const user_id = (await desk('GET', 'clerks')).items[0].user_id;
  const given = { by: { user_id, pin }, sha256, name: 'en-attente.jwe' };
  expect(await desk('POST', 'queue-files', { body: given })).toMatchObject({ trouble: null });
  await hub.end('SIGKILL');
  hub = await startNode('hub', hubEnv);
  expect((await desk('GET', 'queue-files')).items).toMatchObject([{ name: 'en-attente.jwe', state: 'WAITING' }]);
  server = await startNode('server', { ...serverEnv, MANCHENGO_PORT: new URL(server.ready.url).port });
  await whileItMoves(() => atHq(ids), ids.length, 'the file reaches HQ');
  const [file] = await eventually(
    async () => (await desk('GET', 'queue-files')).items,
    ([item]) => item.state === 'AT_HQ',
    'the screen says so',
  );
  expect(file.taken).toEqual({ added: unsent, known: 0, quarantined: 0, refused: 0 });
  expect(queued()).toBe(unsent);
  await phone.close();
});

test('[PUSH-10] a server killed in mid-push still has everything that it had acked', async () => {
  const driver = await signIn(server.ready.url, 'driver2.alger');
  const pushing = pushUntilDead(server.ready.url, driver);
  await eventually(
    () => call(server.ready.url, 'GET', '/healthz'),
    ({ status }) => status === 200,
    'health',
  );
  const [acked] = await Promise.all([pushing, server.end('SIGKILL')]);
  server = await startNode('server', { ...serverEnv, MANCHENGO_PORT: new URL(server.ready.url).port });
  for (const id of acked) {
    const { status } = await call(server.ready.url, 'GET', `/api/admin/events/${id}`, {
      authorization: admin.authorization,
    });
    expect(status, id).toBe(200);
  }
});

test('[NODE-11] whoever ends `npm run server` ends the server, though npm passes no signal on', async () => {
  const own = await createTestDatabase();
  const npm = spawn('npm', ['run', '--silent', 'server'], {
    env: {
      ...process.env,
      DATABASE_URL: own.url,
      MANCHENGO_DATA_DIR: join(folder, 'npm'),
      MANCHENGO_PORT: '0',
      MANCHENGO_LOG_LEVEL: 'silent',
      MANCHENGO_DEMO: '',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: npm.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  expect((await call(url, 'GET', '/healthz')).status).toBe(200);
  npm.kill('SIGTERM');
  const answers = () =>
    call(url, 'GET', '/healthz').then(
      () => true,
      () => false,
    );
  await eventually(answers, (alive) => !alive, 'the server ends with npm');
  await own.drop();
});

test('[NODE-13] what cannot start says why in one sentence, exits with 1, and touches no data', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = String((taken.address() as { port: number }).port);
  const newer = join(folder, 'newer');
  await startAndRaise(newer);
  const before = await readFile(join(newer, 'hub.sqlite'));
  const cases: [string, Parameters<typeof runNode>, RegExp][] = [
    ['the server’s port is taken', ['server', { ...serverEnv, MANCHENGO_PORT: port }], /port/i],
    [
      'the hub’s port is taken',
      [
        'hub',
        {
          ...hubEnv,
          MANCHENGO_DATA_DIR: join(folder, 'hub-2'),
          MANCHENGO_PORT: port,
          MANCHENGO_ENROLL_CODE: await enrollCode(server.ready.url, 'ALG', admin),
        },
      ],
      /taken/,
    ],
    ['another hub runs on the folder', ['hub', hubEnv], /Another hub is running/],
    [
      'no database answers',
      ['server', { ...serverEnv, DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z', MANCHENGO_DATABASE_WAIT: '1' }],
      /database/i,
    ],
    ['the SQLite file is of a newer version', ['hub', { ...hubEnv, MANCHENGO_DATA_DIR: newer }], /newer version/],
    [
      'no code on the first start',
      ['hub', { ...hubEnv, MANCHENGO_DATA_DIR: join(folder, 'hub-3'), MANCHENGO_ENROLL_CODE: '' }],
      /not enrolled/,
    ],
    [
      'a code that nobody made',
      ['hub', { ...hubEnv, MANCHENGO_DATA_DIR: join(folder, 'hub-4'), MANCHENGO_ENROLL_CODE: 'NO-SUCH-CODE' }],
      /code/,
    ],
    [
      'the server does not answer on the first start',
      ['hub', { ...hubEnv, MANCHENGO_DATA_DIR: join(folder, 'hub-5'), MANCHENGO_UPSTREAM: 'http://127.0.0.1:1' }],
      /does not answer/,
    ],
    [
      'the data folder cannot be made',
      ['hub', { ...hubEnv, MANCHENGO_DATA_DIR: join(newer, 'hub.sqlite', 'hub') }],
      /cannot be made/,
    ],
    ['a setting is nonsense', ['hub', { ...hubEnv, MANCHENGO_PORT: 'eighty' }], /MANCHENGO_PORT/],
  ];
  for (const [what, run, sentence] of cases) {
    const { code, stdout, stderr } = await runNode(...run);
    expect(code, what).toBe(1);
    expect(stdout, what).toBe('');
    const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(said, what).toHaveLength(1);
    expect(said[0], what).toMatch(sentence);
  }
  expect((await readFile(join(newer, 'hub.sqlite'))).equals(before)).toBe(true);
  taken.close();
});

/** A hub's data folder whose SQLite file a newer program has written. */
async function startAndRaise(dataDir: string): Promise<void> {
  const env = {
    ...hubEnv,
    MANCHENGO_DATA_DIR: dataDir,
    MANCHENGO_ENROLL_CODE: await enrollCode(server.ready.url, 'ALG', admin),
  };
  const started = await startNode('hub', env);
  await started.end('SIGTERM');
  const file = join(dataDir, 'hub.sqlite');
  const bytes = await readFile(file);
  // SQLite's header says there what the program has noted as its version.
  bytes.writeUInt32BE(999, 60);
  await writeFile(file, bytes);
}
