import { afterEach, expect, test } from 'vitest';
import { stripper } from '../disasters.ts';
import { idsIn } from '../ledger.ts';
import { MemoryServer } from '../memory-server.ts';
import { NO_PLANT } from '../plants.ts';
import { Run } from '../run.ts';
import type { SimPhone } from '../sim-phone.ts';
import { begin, end } from '../simulate.ts';

/** What random days found once, told again step by step, on calm lines. */
const YEAR_MS = 365 * 86_400_000;
let run: Run;

async function aCalmDay(): Promise<SimPhone> {
  run = new Run(1, new MemoryServer(), NO_PLANT, null);
  run.network.weather = { loss: 0, lostAnswer: 0, duplicate: 0, delay: 20 };
  run.fate.isOver = true;
  await begin(run, 'e1');
  await pass(30);
  return run.phones[0] as SimPhone;
}

const pass = async (seconds: number): Promise<void> => {
  await run.scheduler.runUntil(run.scheduler.now + seconds * 1_000);
  await run.look();
};

const note = async (phone: SimPhone): Promise<void> => {
  await run.scheduler.begin(() => phone.say({ entity_type: 'AUDIT', entity_id: 'app', action: 'NOTE', payload: {} }));
  await run.look();
};

const begins = (one: { begin(): void }): Promise<void> => run.scheduler.beginLoop(() => one.begin());

async function endsWell(): Promise<void> {
  const sums = await end(run);
  expect(run.ledger.faults).toEqual([]);
  expect(sums).toMatchObject({ lost: 0, duplicated: 0 });
}

afterEach(() => run.close());

test('[SIM-5] a phone whose clock leaps a year keeps what it purged, and a server that comes back gets it again', async () => {
  const phone = await aCalmDay();
  await run.server.house.backUp();
  phone.nodes = ['server'];
  await note(phone);
  await pass(30);
  expect(idsIn(phone.database, 'SELECT id FROM sync_archive')).toHaveLength(1);
  phone.clockOffset = YEAR_MS;
  phone.kill();
  await begins(phone);
  await pass(30);
  run.server.kill();
  await run.server.house.restore('e2');
  await run.afterDisaster();
  await begins(run.server);
  await endsWell();
  expect((await run.server.house.held()).events).toHaveLength(1);
});

test('[SIM-5] a hub whose clock is put back hands on what it had postponed', async () => {
  const phone = await aCalmDay();
  const [hub] = run.hubs;
  run.network.liars.set('hub1', stripper);
  await note(phone);
  await pass(12);
  run.network.liars.clear();
  if (hub) hub.clockOffset = -YEAR_MS;
  phone.nodes = [];
  await pass(60);
  expect((await run.server.house.held()).events).toHaveLength(1);
  await endsWell();
});

test('[SIM-5] a phone restored from a backup loses nothing where one event of its new branch arrives before another', async () => {
  const phone = await aCalmDay();
  phone.nodes = ['server'];
  await note(phone);
  await pass(30);
  const backup = phone.backUp();
  await note(phone);
  await pass(30);
  phone.changeDisk(backup);
  await run.afterDisaster();
  await begins(phone);
  phone.nodes = [];
  await note(phone);
  const [stuck] = idsIn(phone.database, 'SELECT id FROM sync_queue ORDER BY seq DESC LIMIT 1');
  run.server.indigestible.add(stuck ?? '');
  phone.nodes = ['server'];
  await note(phone);
  await pass(60);
  expect(idsIn(phone.database, 'SELECT id FROM sync_queue')).toContain(stuck);
  await endsWell();
  expect((await run.server.house.held()).events).toHaveLength(4);
});
