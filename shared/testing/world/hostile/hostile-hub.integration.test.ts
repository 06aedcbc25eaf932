import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signClaims } from '#server/identity/tokens.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { TestDevice, testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn } from '../start-world.ts';
import { forgeries } from './forgeries.ts';
import {
  archived,
  atHq,
  fail,
  type Handset,
  type HostileWorld,
  journalOf,
  openHostileWorld,
  queued,
  recorded,
  untilHandedIn,
} from './hostile-world.ts';

/** A hub that lies about events and about who has them, to the server and to production phones. */
let hostile: HostileWorld;
let admin: SignedIn;

beforeAll(async () => {
  hostile = await openHostileWorld();
  admin = await signIn(hostile.world.serverUrl, 'admin');
});
afterEach(() => hostile.repent());
afterAll(() => hostile?.close());

type Batch = Record<string, unknown> & { events: SyncEvent[] };
const idsOf = (body: string): string[] => (JSON.parse(body) as Batch).events.map(({ id }) => id);

/** Has each push to the server say something else. */
const onPush =
  (bend: (batch: Batch) => object) =>
  (path: string, body: string): string =>
    path === '/api/sync/push' ? JSON.stringify(bend(JSON.parse(body))) : body;

const refusedAtHq = async (eventId: string): Promise<string[]> =>
  (
    await hostile.world.database.query<{ code: string }>(
      'SELECT DISTINCT error_code AS code FROM refused_copies WHERE event_id = $1',
      [eventId],
    )
  ).rows.map(({ code }) => code);

/** What HQ has of this phone is all that it recorded, to the letter, in a journal without a fault. */
async function expectWhole(it: Handset): Promise<void> {
  expect(await atHq(hostile.world, it.deviceId)).toEqual(recorded(it));
  const journal = await journalOf(hostile.world, admin.authorization, it.deviceId);
  expect(journal).toMatchObject({
    complete_up_to: recorded(it).length,
    missing: [],
    broken_links: [],
    bad_signatures: [],
  });
}

const FORWARDED = 1;
const hubState = (id: string): number | null =>
  hostile.hub.database
    .prepare<[string], { state: number }>('SELECT state FROM relay_queue WHERE event_id = unhex(?)')
    .get(id.replaceAll('-', ''))?.state ?? null;

const withChecksum = (event: SyncEvent): SyncEvent => {
  const { checksum: _checksum, signature, ...bare } = event;
  return { ...bare, checksum: sha256(canonicalJson(bare)), signature } as SyncEvent;
};

test('[HOSTILE-1] an event that a hub alters, strips of its signature or gives to another counts for nothing; the true one is taken', async () => {
  const it = await hostile.handset('driver1.alger');
  const other = testIds.uuid();
  const bends: [string, (event: SyncEvent) => object, string][] = [
    ['another reason', (event) => ({ ...event, payload: { reason: 'CLOSED' } }), 'CHECKSUM_MISMATCH'],
    [
      'another reason under a fitting checksum',
      (event) => withChecksum({ ...event, payload: { reason: 'CLOSED' } }),
      'SIGNATURE_INVALID',
    ],
    ['no signature', ({ signature: _signature, ...event }) => event, 'INVALID_EVENT'],
    ['an empty signature', (event) => ({ ...event, signature: '' }), 'INVALID_EVENT'],
    ['another device', (event) => withChecksum({ ...event, device_id: other }), 'SIGNATURE_INVALID'],
    ['another number', (event) => withChecksum({ ...event, seq: 9 }), 'SIGNATURE_INVALID'],
    ['another link', (event) => withChecksum({ ...event, prev_checksum: 'a'.repeat(64) }), 'SIGNATURE_INVALID'],
    ['another time', (event) => ({ ...event, occurred_at: '2026-01-01T00:00:00.000Z' }), 'CHECKSUM_MISMATCH'],
  ];
  const bendOf = new Map<string, (event: SyncEvent) => object>();
  hostile.up.bends = onPush((batch) => ({
    ...batch,
    events: batch.events.map((event) => bendOf.get(event.id)?.(event) ?? event),
  }));
  for (const [what, bend, code] of bends) {
    const event_id = testIds.uuid();
    bendOf.set(event_id, bend);
    await it.phone.store.failDelivery({ event_id, delivery_id: testIds.uuid(), details: { reason: 'ABSENT' } });
    await eventually(
      () => refusedAtHq(event_id),
      (codes) => codes.length > 0,
      `HQ refuses ${what}`,
    );
    expect(await refusedAtHq(event_id), what).toEqual([code]);
  }
  expect(await atHq(hostile.world, it.deviceId)).toEqual([]);
  expect(queued(it)).toHaveLength(bends.length);
  await untilHandedIn(it);
  await expectWhole(it);
});

test('[HOSTILE-2] an event that a hub makes up, with a key of its own or in a device’s name, is nobody’s', async () => {
  const it = await hostile.handset('driver1.alger');
  const liar = new TestDevice(0);
  const invented: SyncEvent[] = [];
  hostile.up.bends = onPush((batch) => {
    const [genuine] = batch.events;
    if (genuine === undefined || invented.length > 0) return batch;
    const { checksum, device_id, user_id, seq } = genuine;
    const saying = { entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n: 1 }, user_id };
    const next = { ...genuine, ...saying, id: testIds.uuid(), seq: seq + 1, prev_checksum: checksum };
    invented.push(
      liar.say(saying),
      liar.seal(next),
      withChecksum(next),
      { ...next, device_id, signature: genuine.signature },
      liar.seal({ ...genuine, id: testIds.uuid(), payload: { reason: 'CLOSED' } }),
    );
    return { ...batch, events: [...invented, genuine] };
  });
  const id = await fail(it);
  await eventually(
    () => archived(it),
    (ids) => ids.includes(id),
    'the genuine event of the same batch is taken, and purged by the server’s checkpoint',
  );
  const { rows } = await hostile.world.database.query('SELECT 1 FROM events WHERE id = ANY ($1::uuid[])', [
    invented.map((event) => event.id),
  ]);
  expect([invented.length, rows.length]).toEqual([5, 0]);
  await expectWhole(it);
  const forks = await hostile.world.database.query("SELECT 1 FROM alerts WHERE kind = 'JOURNAL_FORK'");
  expect(forks.rowCount).toBe(0);
});

test('[HOSTILE-3] a hub that acks and drops, before or after its own disk, loses nothing: the phone keeps it for the server', async () => {
  const it = await hostile.handset('driver2.alger');
  const dropped: string[] = [];
  const ackAll =
    (custody: 'hub' | 'server') =>
    (path: string, body: string): { status: number; body: object } | null => {
      if (path !== '/api/sync/push') return null;
      const acked_event_ids = idsOf(body);
      dropped.push(...acked_event_ids);
      const said = {
        success: true,
        acked_event_ids,
        failed_events: [],
        server_time: new Date().toISOString(),
        custody,
      };
      return { status: 200, body: said };
    };
  hostile.down.says = ackAll('hub');
  const first = await fail(it);
  await eventually(
    () => queued(it),
    ([event]) => event?.custody === 'hub',
    'the liar acked',
  );
  expect([dropped, hubState(first)]).toEqual([[first], null]);
  delete hostile.down.says;
  hostile.up.says = ackAll('server');
  const second = await fail(it);
  await eventually(
    () => dropped,
    (ids) => ids.includes(second),
    'what the hub has was dropped on its way up',
  );
  await eventually(
    () => hubState(second),
    (state) => state === FORWARDED,
    'the hub believes that HQ has it',
  );
  await it.phone.engine?.syncOnce();
  expect(queued(it).map(({ id }) => id)).toEqual([first, second]);
  expect(await atHq(hostile.world, it.deviceId)).toEqual([]);
  await untilHandedIn(it);
  await expectWhole(it);
});

test('[HOSTILE-4] a hub that turns events round, doubles them or holds some back changes nothing but the time', async () => {
  const it = await hostile.handset('driver2.alger');
  const first = testIds.uuid();
  let held: string | null = first;
  hostile.up.bends = onPush((batch) => {
    // The first event comes last: each other number is beyond a gap until then.
    const let_through = batch.events.filter(({ id }) => id !== held).toReversed();
    return { ...batch, events: [...let_through, ...let_through] };
  });
  await fail(it, first);
  for (let n = 0; n < 4; n += 1) await fail(it);
  await eventually(
    () => archived(it).length,
    (count) => count === 4,
    'what is beyond the gap is purged, the one that is held back is not',
  );
  expect(queued(it).map(({ id }) => id)).toEqual([first]);
  held = null;
  hostile.hub.uplink.kick();
  await eventually(
    () => {
      it.phone.kick();
      return queued(it).length;
    },
    (count) => count === 0,
    'the first one too',
  );
  await expectWhole(it);
});

test('[HOSTILE-5] a batch of old that is replayed, word for word or under a new name, has no second effect', async () => {
  const it = await hostile.handset('driver1.alger');
  const { database, serverUrl } = hostile.world;
  const pushes: { url: string; body: string; authorization: string }[] = [];
  const record = (url: string) => (path: string, body: string, authorization?: string) => {
    if (path === '/api/sync/push' && authorization) pushes.push({ url, body, authorization });
  };
  hostile.down.hears = record(hostile.hub.url);
  hostile.up.hears = record(serverUrl);
  const [delivery] = (
    await database.query<{ id: string; qr_payload: string }>(
      `SELECT d.id, d.qr_payload FROM deliveries d JOIN users u ON u.id = d.driver_user_id
       WHERE u.username = 'driver1.alger' AND d.status = 'PENDING' LIMIT 1`,
    )
  ).rows;
  const event_id = testIds.uuid();
  await it.phone.store.validateDelivery({
    event_id,
    delivery_id: delivery?.id ?? '',
    details: { qr_scanned: delivery?.qr_payload ?? '' },
  });
  await eventually(
    () => archived(it),
    (ids) => ids.includes(event_id),
    'it was delivered',
  );
  const state = async () =>
    (
      await database.query(
        `SELECT (SELECT sum(quantity) FROM stock_levels) AS stock, (SELECT sum(remaining_quantity) FROM lots) AS lots,
                (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM changes) AS changes`,
      )
    ).rows[0];
  const before = await state();
  const targets = pushes.filter(({ body }) => body.includes(event_id));
  expect(targets.map(({ url }) => url)).toEqual(expect.arrayContaining([hostile.hub.url, serverUrl]));
  for (const { url, body, authorization } of targets) {
    const renamed = JSON.stringify({ ...(JSON.parse(body) as Batch), batch_id: testIds.uuid() });
    for (const raw of [body, body, renamed]) {
      const again = await call(url, 'POST', '/api/sync/push', { authorization, raw });
      expect([again.status, again.body.acked_event_ids.toSorted()]).toEqual([200, idsOf(raw).toSorted()]);
    }
    const emptied = JSON.stringify({ ...(JSON.parse(body) as Batch), events: [] });
    const reused = await call(url, 'POST', '/api/sync/push', { authorization, raw: emptied });
    expect([reused.status, reused.body.code]).toEqual([409, 'BATCH_ID_REUSED']);
  }
  expect(hubState(event_id)).toBe(FORWARDED);
  expect(await state()).toEqual(before);
});

test('[HOSTILE-6] a phone purges nothing on a hub’s claim: an ack in the server’s shape, a checkpoint that is forged, another’s or of old', async () => {
  const it = await hostile.handset('driver2.alger');
  const { keys } = hostile.world.server.deps;
  let checkpoint: string | null = null;
  hostile.down.says = (path, body) => {
    if (path === '/api/node') return { status: 200, body: { v: 1, node: 'server', hub: null, depot: null, urls: [] } };
    if (path !== '/api/sync/push') return null;
    const acked_event_ids = idsOf(body);
    const server_time = new Date().toISOString();
    return { status: 200, body: { success: true, acked_event_ids, failed_events: [], server_time, custody: 'server' } };
  };
  hostile.down.twists = (path, said) =>
    path.startsWith('/api/sync/pull') ? { ...said, body: { ...said.body, checkpoint } } : said;
  const ids = [await fail(it), await fail(it)];
  const texts = recorded(it);
  const last = JSON.parse(texts.at(-1) ?? '') as SyncEvent;
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    device_id: it.deviceId,
    up_to: 2,
    checksum: last.checksum,
    received_above: [],
    missing_blobs: [],
    iat,
  };
  const sign = (more: object, typ: string = TOKEN_TYPES.checkpoint) => signClaims(keys, typ, { ...claims, ...more });
  const lies: [string, string][] = [
    ...(await forgeries(keys, TOKEN_TYPES.checkpoint, claims, await sign({ up_to: 0, checksum: null }))),
    ['another device’s', await sign({ device_id: testIds.uuid() })],
    ['signed as an access token', await sign({}, TOKEN_TYPES.access)],
    ['signed as a wipe order', await sign({}, TOKEN_TYPES.wipeOrder)],
    ['genuine and of old: it covers nothing', await sign({ up_to: 0, checksum: null })],
    ['genuine, and of another journal', await sign({ checksum: 'f'.repeat(64) })],
  ];
  for (const [what, jws] of lies) {
    checkpoint = jws;
    await it.phone.engine?.syncOnce();
    await it.phone.engine?.syncOnce();
    expect([queued(it).map(({ id }) => id), archived(it)], what).toEqual([ids, []]);
  }
  expect(recorded(it)).toEqual(texts);
  // The very same words under the server's own signature: what was withheld above is what counts.
  checkpoint = await sign({});
  await eventually(
    () => {
      it.phone.kick();
      return archived(it);
    },
    (purged) => purged.length === 2,
    'the genuine one is believed',
  );
});
