import { afterEach, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { stripper, TIME_LIES, timeLiar } from '../disasters.ts';
import { idsIn } from '../ledger.ts';
import { MemoryServer } from '../memory-server.ts';
import { BELIEVES_HUBS_CLOCKS, NO_MUTANT } from '../mutants.ts';
import type { Liar } from '../network.ts';
import { Run } from '../run.ts';
import type { SimHub } from '../sim-hub.ts';
import type { SimPhone } from '../sim-phone.ts';
import { begin, end } from '../simulate.ts';

/** What random days found once, told again step by step, on calm lines. */
const YEAR_MS = 365 * 86_400_000;
let run: Run;

async function aCalmDay(mutant = NO_MUTANT): Promise<SimPhone> {
  run = new Run(1, new MemoryServer(), mutant, null);
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

/** A line that alters bytes and nothing else. */
const spoilsPhotos: Liar = {
  request: (request) => (request.bytes ? { ...request, bytes: request.bytes.map((byte) => byte ^ 1) } : request),
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
  await run.server.fixture.backUp();
  phone.nodes = ['server'];
  await note(phone);
  await pass(30);
  expect(idsIn(phone.database, 'SELECT id FROM sync_archive')).toHaveLength(1);
  phone.clockOffset = YEAR_MS;
  phone.kill();
  await begins(phone);
  await pass(30);
  run.server.kill();
  await run.server.fixture.restore('e2');
  await run.afterDisaster();
  await begins(run.server);
  await endsWell();
  expect((await run.server.fixture.held()).events).toHaveLength(1);
});

test('[SIM-5] a hub whose clock is set back hands on what it had postponed', async () => {
  const phone = await aCalmDay();
  const [hub] = run.hubs;
  run.network.liars.set('hub1', stripper);
  await note(phone);
  await pass(12);
  run.network.liars.clear();
  if (hub) hub.clockOffset = -YEAR_MS;
  phone.nodes = [];
  await pass(60);
  expect((await run.server.fixture.held()).events).toHaveLength(1);
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
  expect((await run.server.fixture.held()).events).toHaveLength(4);
});

test('[SIM-5] [PHONE-19] a phone that was put back becomes another device, and its former one goes on handing in', async () => {
  const phone = await aCalmDay();
  phone.nodes = ['server'];
  const backup = phone.backUp();
  await note(phone);
  await pass(30);
  phone.changeDisk(backup);
  await run.afterDisaster();
  await begins(phone);
  phone.nodes = [];
  await note(phone);
  const [stuck] = idsIn(phone.database, 'SELECT id FROM sync_queue');
  run.server.indigestible.add(stuck ?? '');
  phone.nodes = ['server'];
  await pass(30);
  expect(phone.wantsSignIn).toBe(true);
  const former = phone.device.id;
  await note(phone);
  await phone.signInAgain(run.server.fixture);
  await pass(30);
  expect(phone.device.id).not.toBe(former);
  expect(idsIn(phone.database, 'SELECT id FROM sync_queue')).toEqual([stuck]);
  await endsWell();
  expect((await run.server.fixture.held()).events).toHaveLength(3);
});

test('[SIM-5] a phone whose clock is set back a year remembers what its person has read', async () => {
  const phone = await aCalmDay();
  phone.nodes = ['server'];
  phone.clockOffset = -YEAR_MS;
  await run.scheduler.begin(() =>
    phone.say({ entity_type: 'STOCK', entity_id: '1', action: 'STOCK_ADJUSTED', payload: { quantity: 99 } }),
  );
  await pass(30);
  const [told] = phone.app?.store.inbox() ?? [];
  expect(told?.error_code).toBe('FORBIDDEN_ACTION');
  phone.app?.store.dismiss(told?.event_id ?? '');
  await note(phone);
  await pass(30);
  phone.kill();
  await begins(phone);
  await endsWell();
  expect(idsIn(phone.database, 'SELECT event_id FROM inbox')).toEqual([told?.event_id]);
});

test('[SIM-5] a hub that cannot write down that its line was cut goes on when it is repaired', async () => {
  const phone = await aCalmDay();
  const { database } = run.hubs[0] as SimHub;
  database.exec(`CREATE TRIGGER full BEFORE UPDATE ON meta WHEN new.key = 'wan_changed_at'
    BEGIN SELECT raise(ABORT, 'the disk is full'); END`);
  run.network.cut('hub1', 'server');
  await pass(60);
  run.network.reconnect('hub1', 'server');
  await note(phone);
  await pass(60);
  expect((await run.server.fixture.held()).events).toHaveLength(1);
  await endsWell();
});

const deliver = async (phone: SimPhone, photo: string): Promise<void> => {
  const delivery_id = run.fixture.deliveries[0]?.id ?? '';
  const failed = phone.act(async (store, newId, keep) => {
    const details = { reason: 'ABSENT' as const, photo_blobs: [await keep(Buffer.from(photo))] };
    await store.failDelivery({ event_id: newId(), delivery_id, details });
  });
  await run.scheduler.begin(async () => void (await failed));
  await run.look();
};

test('[SIM-6] a photo that a hub has called its own, and lost, is brought to the server by its phone', async () => {
  const phone = await aCalmDay();
  const [hub] = run.hubs;
  run.network.cut('hub1', 'server');
  await deliver(phone, 'a closed door');
  await pass(30);
  expect(hub?.files.whole.size).toBe(1);
  hub?.changeDisk('empty');
  await run.afterDisaster();
  await begins(hub as SimHub);
  await endsWell();
  expect((await run.server.fixture.held()).blobs).toHaveLength(1);
});

test('[SIM-6] [BLOB-9] a photo that is spoilt between a hub and the server outlives its phone’s own copy', async () => {
  const phone = await aCalmDay();
  const [hub] = run.hubs;
  const backup = phone.backUp();
  run.network.cut('hub1', 'server');
  await deliver(phone, 'a closed door');
  await pass(30);
  phone.changeDisk(backup);
  await run.afterDisaster();
  await begins(phone);
  run.network.liars.set('hub1', spoilsPhotos);
  run.network.reconnect('hub1', 'server');
  await pass(60);
  expect((await run.server.fixture.held()).events).toHaveLength(1);
  expect(hub?.files.whole.size).toBe(1);
  expect((await run.server.fixture.held()).blobs).toHaveLength(0);
  if (hub) hub.clockOffset = LIMITS.setAsideSeconds * 1_000;
  await endsWell();
  expect((await run.server.fixture.held()).blobs).toHaveLength(1);
});

test('[SIM-6] a server that comes back from before a photo says that it is missing, and gets it again', async () => {
  const phone = await aCalmDay();
  phone.nodes = ['server'];
  await run.server.fixture.backUp();
  await deliver(phone, 'a closed door');
  await pass(30);
  expect((await run.server.fixture.held()).blobs).toHaveLength(1);
  run.server.kill();
  await run.server.fixture.restore('e2');
  await run.afterDisaster();
  expect((await run.server.fixture.held()).blobs).toHaveLength(0);
  await begins(run.server);
  await endsWell();
  expect((await run.server.fixture.held()).blobs).toHaveLength(1);
});

/** A client gets two names over one hub, which says of the second what `lie` makes of it. Gives the one that stands. */
async function secondNameOver(lie: (typeof TIME_LIES)[string], mutant = NO_MUTANT): Promise<string | undefined> {
  await aCalmDay(mutant);
  const seller = run.phones.find(({ user }) => user.role === 'seller') as SimPhone;
  const client = run.fixture.clients.find(({ depot_ids }) => depot_ids.includes(seller.user.depot_id));
  const rename = async (name: string) => {
    const saying = { entity_type: 'CLIENT', entity_id: client?.id ?? '', action: 'CLIENT_UPDATED', payload: { name } };
    await run.scheduler.begin(() => seller.say(saying));
    await run.look();
    await pass(180);
  };
  // The server has spoken with the phone itself: it knows how far its clock is off.
  seller.nodes = ['server'];
  await note(seller);
  await pass(60);
  seller.nodes = ['hub1'];
  await rename('Boutique ancienne');
  run.network.liars.set(
    'hub1',
    timeLiar(() => lie),
  );
  await rename('Boutique nouvelle');
  run.network.liars.clear();
  await end(run);
  return (await run.server.fixture.held()).clients.find(({ id }) => id === client?.id)?.name;
}

test.each(Object.entries(TIME_LIES))(
  '[SIM-5] [TIME-2] whatever a hub says of time, the newest name stands: %s',
  async (_what, lie) => {
    expect(await secondNameOver(lie)).toBe('Boutique nouvelle');
    expect(run.ledger.faults).toEqual([]);
  },
);

test('[SIM-4] [TIME-2] a server that believed hubs about clocks would be found out', async () => {
  expect(await secondNameOver(TIME_LIES['a clock a day ahead'] as never, BELIEVES_HUBS_CLOCKS)).toBe(
    'Boutique ancienne',
  );
  expect(run.ledger.faults).toEqual([expect.stringContaining('is newer')]);
});
