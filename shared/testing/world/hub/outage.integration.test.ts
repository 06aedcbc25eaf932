import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../postgres-cluster.ts';
import { type NodeProcess, startNode } from '../node-process.ts';
import { call, eventually, type SignedIn, signIn } from '../start-world.ts';

/** The server as a process with its own PostgreSQL, which is killed under it again and again while phones hand in. */
const PHONES = 10;
/** More of them in a run of their own: each costs a recovery of the database. */
const RESTARTS = Number(process.env.MANCHENGO_TEST_RESTARTS ?? 3);
const EVENTS_PER_PUSH = 5;

let folder: string;
let server: NodeProcess;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startNode('server', {
    MANCHENGO_DATA_DIR: folder,
    MANCHENGO_DEMO: '1',
    MANCHENGO_LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

const postmaster = async (): Promise<number> =>
  Number.parseInt(await readFile(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);

interface Phone extends SignedIn {
  made: number;
  acks: number;
  /** Refusals that did not say when to come again, or said anything but that the store is away. */
  odd: string[];
}

/** Hands in until it is told to stop, the same events again after a refusal, as the engine does. */
async function handIn(phone: Phone, isOver: () => boolean): Promise<void> {
  const say = () => phone.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  while (!isOver()) {
    const events = Array.from({ length: EVENTS_PER_PUSH }, say);
    phone.made += events.length;
    for (;;) {
      const request = { authorization: phone.authorization, body: phone.device.pushBody(events) };
      const { status, headers, body } = await call(server.ready.url, 'POST', '/api/sync/push', request);
      if (status === 200 && body.acked_event_ids.length === events.length) break;
      if (status !== 503 || !(Number(headers.get('retry-after')) > 0))
        phone.odd.push(`${status} ${JSON.stringify(body)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    phone.acks += 1;
  }
}

test(`[NODE-20] PostgreSQL dies ${RESTARTS} times under ${PHONES} phones that hand in: 503 with Retry-After, then on; nothing is lost`, async () => {
  const phones: Phone[] = [];
  for (let n = 0; n < PHONES; n += 1) {
    phones.push({ ...(await signIn(server.ready.url, 'admin')), made: 0, acks: 0, odd: [] });
  }
  let over = false;
  const running = Promise.all(phones.map((phone) => handIn(phone, () => over)));
  // A server that ended would refuse the connection, and the phone's call would reject.
  running.catch(() => {});
  const signals = ['SIGKILL', 'SIGQUIT', 'SIGINT'] as const;
  for (let n = 0; n < RESTARTS; n += 1) {
    const before = phones.map(({ acks }) => acks);
    process.kill(await postmaster(), signals[n % signals.length]);
    const goesOn = eventually(
      () => phones.map(({ acks }, index) => acks - (before[index] ?? 0)),
      // The one under way may have been answered just before.
      (counts) => counts.every((count) => count >= 2),
      'every phone hands in again',
    );
    await Promise.race([goesOn, running]);
  }
  over = true;
  await running;
  expect(phones.flatMap(({ odd }) => odd)).toEqual([]);
  const authorization = phones[0]?.authorization ?? '';
  for (const { device, made } of phones) {
    const { body } = await call(server.ready.url, 'GET', `/api/admin/devices/${device.id}/journal`, { authorization });
    expect(body).toMatchObject({ complete_up_to: made, missing: [], broken_links: [], bad_signatures: [] });
  }
});
