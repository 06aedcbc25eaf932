import { DAY_MS } from '#shared/contract/durations.ts';
import type { Relayed } from '#shared/contract/sync.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { type FixtureDelivery, forgersKey, plan } from './fixture.ts';
import type { Liar } from './network.ts';
import type { Run } from './run.ts';

const STEPS_MS = [0, 10 * 60_000, -10 * 60_000, DAY_MS, -DAY_MS, 365 * DAY_MS, -365 * DAY_MS];
const SMALL_DISK = 'max_page_count = 1';
const ROOM = 'max_page_count = 1000000';

type Event = (run: Run) => Promise<void> | void;

const walk: Event = ({ chance, phones, hubs, network, log }) => {
  const phone = chance.pick(phones);
  const hub = chance.pick(hubs).name;
  phone.nodes = chance.pick([[], [hub], [hub], [hub, 'server'], ['server']]);
  log.say(`${phone.name} is where it reaches ${phone.nodes.join(' ') || 'nobody'}`);
  for (const name of phone.nodes) network.reconnect(phone.name, name);
};

const cutLine: Event = ({ chance, hubs, network, log }) => {
  const hub = chance.pick(hubs).name;
  const isCut = chance.happens(0.6);
  if (isCut) network.cut(hub, 'server');
  else network.reconnect(hub, 'server');
  log.say(`${hub} and the server are ${isCut ? 'cut off' : 'joined'}`);
};

const stepClock: Event = ({ chance, phones, hubs, log }) => {
  const one = chance.happens(0.8) ? chance.pick(phones) : chance.pick(hubs);
  const before = one.clockOffset;
  one.clockOffset = chance.pick(STEPS_MS);
  for (const phone of phones) if (phone === one && before !== one.clockOffset) phone.wasSet = true;
  log.say(`the clock of ${one.name} is off by ${one.clockOffset}`);
};

const fillDisk: Event = ({ chance, phones, hubs, log }) => {
  const one = chance.pick([...phones, ...hubs]);
  const isFull = chance.happens(0.5);
  one.database.pragma(isFull ? SMALL_DISK : ROOM);
  log.say(`the disk of ${one.name} ${isFull ? 'is full' : 'has room'}`);
};

const killSomebody: Event = ({ chance, phones, hubs, server }) => {
  const one = chance.pick([...phones, ...hubs, server]);
  one.kill();
  one.beginAgainIn(chance.between(1_000, 60_000));
};

const backUpAll: Event = async (run) => {
  for (const phone of run.phones) run.backups.set(phone.name, phone.backUp());
  for (const hub of run.hubs) hub.backUp();
  await run.server.fixture.backUp();
  run.log.say('everything is backed up');
};

const loseHub: Event = async (run) => {
  const hub = run.chance.pick(run.hubs);
  const to = run.chance.happens(0.5) && hub.hasBackup ? 'backup' : 'empty';
  await run.look();
  run.log.say(`${hub.name} ${to === 'empty' ? 'burns' : 'comes back from a backup'}`);
  hub.changeDisk(to);
  await run.afterDisaster();
  hub.beginAgainIn(run.chance.between(1_000, 30_000));
};

/** A photo on a hub's disk is gone, as far as its own file system knows. */
const losePhoto: Event = async (run) => {
  const hub = run.chance.pick(run.hubs);
  const names = [...hub.files.whole.keys()];
  if (names.length === 0) return;
  const name = run.chance.pick(names);
  run.log.say(`${hub.name} loses the file ${name}`);
  hub.files.whole.delete(name);
  await run.afterDisaster();
};

const restorePhone: Event = async (run) => {
  const phone = run.chance.pick(run.phones);
  const backup = run.backups.get(phone.name);
  if (backup === undefined || run.restored.has('server')) return;
  await run.look();
  run.log.say(`${phone.name} comes back from a backup`);
  phone.changeDisk(backup);
  run.restored.add(phone.name);
  await run.afterDisaster();
  phone.beginAgainIn(run.chance.between(1_000, 30_000));
};

const restoreServer: Event = async (run) => {
  if (run.backups.size === 0 || run.restored.size > 0) return;
  await run.look();
  const epoch = `e${run.chance.below(1_000_000)}`;
  run.server.kill();
  await run.server.fixture.restore(epoch);
  run.log.say(`the server comes back from a backup, in epoch ${epoch}`);
  run.restored.add('server');
  await run.afterDisaster();
  run.server.beginAgainIn(run.chance.between(1_000, 30_000));
};

const plans: Event = async (run) => {
  const { chance, fixture, server, log } = run;
  const known = chance.pick(fixture.deliveries);
  const at = (await server.fixture.held()).deliveries.find(({ id }) => id === known.id);
  const isOpen = at?.status === 'PENDING' || at?.status === 'FAILED';
  const kind = isOpen ? chance.pick(['new', 'other driver', 'cancel'] as const) : 'new';
  log.say(`HQ: ${kind} ${known.id}`);
  if (kind === 'new') {
    const number = fixture.deliveries.length + 1;
    const made = plan(
      chance,
      server.hq.ids.uuid(),
      known.depot_id,
      number,
      fixture.products,
      fixture.clients,
      run.scheduler.now,
    );
    fixture.deliveries.push(made);
    return server.fixture.writeDelivery(made, 'DELIVERY_ASSIGNED', [], server.hq);
  }
  const status = (
    kind === 'cancel' ? 'CANCELLED' : (at as { status: FixtureDelivery['status'] }).status
  ) as FixtureDelivery['status'];
  const others = fixture.users.filter(({ depot_id, role }) => depot_id === known.depot_id && role === 'driver');
  const before = at?.driver_user_id ?? known.driver_user_id;
  const driver_user_id = kind === 'cancel' ? before : chance.pick(others).id;
  const action = kind === 'cancel' ? 'DELIVERY_CANCELLED' : 'DELIVERY_UPDATED';
  await server.fixture.writeDelivery({ ...known, status, driver_user_id }, action, [before], server.hq);
};

const revoke: Event = async ({ chance, phones, server, log }) => {
  const phone = chance.pick(phones);
  if (phone.name === 'phone1' || chance.happens(0.5)) return;
  log.say(`${phone.name} is revoked`);
  await server.fixture.revoke(phone.device.id, server.hq);
};

const choke: Event = async ({ chance, ledger, server, log }) => {
  const held = new Set((await server.fixture.held()).events.map(({ id }) => id));
  const ids = [...ledger.made.keys()].filter((id) => !held.has(id));
  if (ids.length === 0) return;
  const id = chance.pick(ids);
  server.indigestible.add(id);
  log.say(`the server chokes on ${id}`);
};

const lie: Event = ({ chance, hubs, network, log }) => {
  const hub = chance.pick(hubs).name;
  const kind = chance.pick([
    'honest',
    'strips',
    'strips',
    'invents',
    'refuses',
    'lies about time',
    'lies about time',
  ] as const);
  log.say(`${hub} ${kind}`);
  if (kind === 'honest') network.liars.delete(hub);
  else network.liars.set(hub, LIARS[kind]);
};

/** A hub that loses the signatures of what it carries up, and spoils its photos. */
export const stripper: Liar = {
  request(request) {
    if (request.bytes) return { ...request, bytes: request.bytes.map((byte) => byte ^ 1) };
    if (!request.url.endsWith('/api/sync/push')) return request;
    return { ...request, body: (request.body ?? '').replace(/"signature":"[^"]*"/g, '"signature":"AA"') };
  },
};

/** Says that every photo it is brought is not what its name says. */
const refuser: Liar = {
  answer(request, answer) {
    if (request.bytes === undefined || answer.kind !== 'answer') return answer;
    return { ...answer, status: 422, body: { code: 'HASH_MISMATCH' } };
  },
};

/** Says that everything has reached the server, and signs it, with a key of its own. */
const inventor: Liar = {
  answer(request, answer) {
    if (answer.kind !== 'answer') return answer;
    if (request.method === 'HEAD') return { ...answer, status: 200, uploadOffset: 1, body: null };
    if (answer.status !== 200) return answer;
    return request.url.endsWith('/api/sync/push') ? inventedPush(request, answer) : inventedPull(request, answer);
  },
};

type TimeLie = (seen: Relayed) => Relayed;

/** What a hub may say of when an event came, and of how far its phone's clock was off then. */
export const TIME_LIES: Record<string, TimeLie> = {
  'a receipt of 1970': (seen) => ({ ...seen, received_at: '1970-01-01T00:00:00.000Z' }),
  'a clock a day ahead': (seen) => ({ ...seen, clock_drift_ms: seen.clock_drift_ms + DAY_MS }),
  'a clock a day behind': (seen) => ({ ...seen, clock_drift_ms: seen.clock_drift_ms - DAY_MS }),
  'a receipt of two hours ago': (seen) => ({
    ...seen,
    received_at: new Date(Date.parse(seen.received_at) - 2 * 3_600_000).toISOString(),
  }),
};

/** A hub that lies about the time of each event, and of its own pushes as `sentAt` says. */
export const timeLiar = (
  lieFor: (id: string, index: number) => TimeLie,
  sentAt = (at: string, _n: number) => at,
): Liar => ({
  request(request) {
    if (request.bytes !== undefined || !request.url.endsWith('/api/sync/push')) return request;
    const body = request.body ?? '{}';
    const push = JSON.parse(body) as { sent_at: string; relayed?: Record<string, Relayed> };
    const entries = Object.entries(push.relayed ?? {});
    const relayed = Object.fromEntries(entries.map(([id, seen], index) => [id, lieFor(id, index)(seen)]));
    const sent_at = sentAt(push.sent_at, entries.length);
    // The text of the events stays as it was signed: members are replaced, the list of events is not read.
    const envelope = JSON.stringify({ ...push, events: undefined, sent_at, relayed });
    return { ...request, body: `${envelope.slice(0, -1)}${body.slice(body.indexOf(',"events":['))}` };
  },
});

const lies = Object.values(TIME_LIES);
/** Another lie of every event, and a day ahead of its own time in every other push. */
const anyTimeLiar = timeLiar(
  (id, index) => lies[(index + id.charCodeAt(id.length - 1)) % lies.length] as TimeLie,
  (at, events) => (events % 2 === 1 ? new Date(Date.parse(at) + DAY_MS).toISOString() : at),
);

const LIARS = { strips: stripper, invents: inventor, refuses: refuser, 'lies about time': anyTimeLiar };

function inventedPush(request: TransportRequest, answer: TransportAnswer & { kind: 'answer' }): TransportAnswer {
  const { events } = JSON.parse(request.body ?? '{}') as { events: { id: string }[] };
  const body = {
    ...(answer.body as object),
    success: true,
    custody: 'server',
    acked_event_ids: events.map(({ id }) => id),
    failed_events: [],
  };
  return { ...answer, body };
}

function inventedPull(request: TransportRequest, answer: TransportAnswer & { kind: 'answer' }): TransportAnswer {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== '/api/sync/pull') return answer;
  const claims = {
    device_id: searchParams.get('device_id') ?? '',
    up_to: 999,
    checksum: 'f'.repeat(64),
    received_above: [],
    missing_blobs: [],
    iat: 4e9,
  };
  return { ...answer, body: { ...(answer.body as object), checkpoint: forgersKey.sign(claims) } };
}

const EVENTS: readonly (readonly [number, Event])[] = [
  [20, walk],
  [8, cutLine],
  [3, stepClock],
  [3, fillDisk],
  [3, killSomebody],
  [2, backUpAll],
  [2, loseHub],
  [1, losePhoto],
  [2, restorePhone],
  [1, restoreServer],
  [5, plans],
  [1, revoke],
  [5, choke],
  [3, lie],
];

/** Something happens to them. */
export const somethingHappens = async (run: Run): Promise<void> => run.weighted(EVENTS)(run);

/** The faults end: lines, disks and programs are repaired; clocks stay as they are. */
export function heal({ phones, hubs, server, network, fate }: Run): void {
  network.weather = { loss: 0, lostAnswer: 0, duplicate: 0, delay: 100 };
  network.reconnectAll();
  network.liars.clear();
  fate.isOver = true;
  server.indigestible.clear();
  for (const one of [...phones, ...hubs]) one.database.pragma(ROOM);
  for (const phone of phones) {
    const own = hubs.filter(({ place }) => place.depot_id === phone.user.depot_id).map(({ name }) => name);
    phone.nodes = [...own.slice(0, 1), 'server'];
  }
}
