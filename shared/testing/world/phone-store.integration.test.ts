import Database from 'better-sqlite3';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Delivery, Invoice } from '#shared/contract/entities.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import type { BootstrapResponse, Checkpoint, PullResponse, PushResponse } from '#shared/contract/sync.ts';
import { checksumMatches } from '#shared/domain/checksum.ts';
import { verifySignature } from '#shared/ports/crypto-node.ts';
import { newDeviceKey, publicKeyOf, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../mobile-pwa/store/phone-store.ts';
import type { Sql } from '../../../mobile-pwa/store/sql.ts';
import type { DraftInvoice } from '../../../mobile-pwa/store/views.ts';
import { noSuccessor } from '../test-device.ts';
import { phoneSql } from './phone-sql.ts';

const HUB: NodeRef = { kind: 'hub', url: 'http://hub.test' };
const SERVER: NodeRef = { kind: 'server', url: 'http://server.test' };
const USER = 7;
const DAY = '2026-11-22';

let time = Date.parse('2026-11-22T09:00:00.000Z');
const clock = { now: () => time, sleep: async () => {} };
const ids = uuidV7(clock, systemRandom);
let serverKey: CryptoKey;
let jwks: JSONWebKeySet;
let deviceKey: CryptoKeyPair;

let sql: Sql;
let deviceId: string;
let store: PhoneStore;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  serverKey = pair.privateKey as CryptoKey;
  jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }] };
  deviceKey = await newDeviceKey();
});

beforeEach(() => {
  time = Date.parse('2026-11-22T09:00:00.000Z');
  sql = phoneSql(new Database(':memory:'));
  prepareSchema(sql);
  deviceId = ids.uuid();
  store = open();
});

const open = () =>
  openPhoneStore(sql, {
    owner: { deviceId, userId: USER },
    clock,
    ids,
    sha256,
    sign: signerOf(deviceKey),
    successor: noSuccessor,
    jwks: async () => jwks,
  });

const deliveryOf = (id: string, change: Partial<Delivery> = {}): Delivery => ({
  id,
  reference: 'BL-ALG-2026-000001',
  depot_id: 1,
  driver_user_id: USER,
  client_id: ids.uuid(),
  client_name: 'Épicerie El Djazaïr',
  planned_for: DAY,
  status: 'PENDING',
  lines: [{ product_id: 1, quantity: 12, unit_price_ht: 100_00, tva_rate: 19 }],
  total_ht: 1_200_00,
  total_tva: 228_00,
  total_ttc: 1_428_00,
  validated_at: null,
  validated_by: null,
  ...change,
});

let pos = 0;
const says = (action: string, entityId: string, payload: object): ServerEvent => ({
  id: ids.uuid(),
  entity_type: 'ANY',
  entity_id: entityId,
  action,
  payload: payload as Record<string, unknown>,
  occurred_at: new Date(time).toISOString(),
  pos: ++pos,
});

const page = (events: ServerEvent[], checkpoint: string | null = null): PullResponse => ({
  events,
  has_more: false,
  server_time: new Date(time).toISOString(),
  device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 },
  next_since: `e1.${pos}`,
  checkpoint,
});

const snapshot = (epoch: string): BootstrapResponse => ({
  entities: { products: [], clients: [], deliveries: [], stock_levels: [], users: [] },
  has_more: false,
  next_page: null,
  next_since: `${epoch}.1`,
  server_time: new Date(time).toISOString(),
});

const answer = (
  custody: 'hub' | 'server',
  acked: string[],
  failed: PushResponse['failed_events'] = [],
): PushResponse => ({
  success: failed.length === 0,
  acked_event_ids: acked,
  failed_events: failed,
  server_time: new Date(time).toISOString(),
  custody,
});

async function checkpoint(upTo: number, checksum: string | null, change: Partial<Checkpoint> = {}, key = serverKey) {
  const claims = { device_id: deviceId, up_to: upTo, checksum, received_above: [], missing_blobs: [], ...change };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: TOKEN_TYPES.checkpoint })
    .setIssuedAt(Math.floor(time / 1_000))
    .sign(key);
}

const validate = (deliveryId: string = ids.uuid(), eventId: string = ids.uuid()) =>
  store.validateDelivery({
    event_id: eventId,
    delivery_id: deliveryId,
    details: { qr_scanned: `MCG1.${deliveryId}.n.s` },
  });

interface Queued {
  id: string;
  seq: number;
  status: string;
  custody: string;
  checksum: string;
  body: string;
}
const queue = () =>
  sql.all<Queued>(
    `SELECT id, seq, status, custody, checksum, open(body, 'event.body', id) AS body FROM sync_queue ORDER BY seq`,
  );
const archived = () => sql.all<Queued>('SELECT id, seq, checksum FROM sync_archive ORDER BY seq');
const offer = (node: NodeRef) => store.device.nextBatch(node, 1_000, 4_000_000);

test('[PHONE-1] [LESSON-12] what is saved is numbered without a gap, chained, signed, and kept as it was signed', async () => {
  await Promise.all([validate(), validate(), validate()]);
  const events = queue().map(({ body }) => JSON.parse(body));
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(events.map(({ prev_checksum }) => prev_checksum)).toEqual([null, events[0].checksum, events[1].checksum]);
  const key = await publicKeyOf(deviceKey);
  for (const event of events) {
    expect(checksumMatches(event, sha256)).toBe(true);
    expect(verifySignature(key, event.checksum, event.signature)).toBe(true);
  }
});

test('[PHONE-2] [LESSON-12] confirming twice is confirming once, by the same button or by another scan', async () => {
  const deliveryId = ids.uuid();
  const eventId = ids.uuid();
  const results = await Promise.all([
    validate(deliveryId, eventId),
    validate(deliveryId, eventId),
    validate(deliveryId),
  ]);
  expect(results.map(({ kind }) => kind)).toEqual(['saved', 'already', 'already']);
  expect(queue()).toHaveLength(1);
});

test('[DLV-3] a failed delivery is validated later from the phone that failed it, once', async () => {
  const deliveryId = ids.uuid();
  await store.device.applyPage(page([says('DELIVERY_ASSIGNED', deliveryId, deliveryOf(deliveryId))]));
  await store.failDelivery({ event_id: ids.uuid(), delivery_id: deliveryId, details: { reason: 'CLOSED' } });
  await store.device.applyPage(
    page([says('DELIVERY_ASSIGNED', deliveryId, deliveryOf(deliveryId, { status: 'FAILED' }))]),
  );
  expect(store.delivery(deliveryId)).toMatchObject({ status: 'FAILED', own: { action: 'DELIVERY_FAILED' } });
  time += 60_000;
  const eventId = ids.uuid();
  expect(await validate(deliveryId, eventId)).toEqual({ kind: 'saved', event_id: eventId });
  expect(await validate(deliveryId)).toEqual({ kind: 'already', event_id: eventId });
  expect(store.delivery(deliveryId)?.own).toMatchObject({ action: 'DELIVERY_VALIDATED', event_id: eventId });
});

test('[DLV-4] what was done about another driver’s delivery is followed by its event, without a row of the delivery', async () => {
  const eventId = ids.uuid();
  const deliveryId = ids.uuid();
  await validate(deliveryId, eventId);
  expect(store.delivery(deliveryId)).toBeNull();
  expect(store.localAction(eventId)).toMatchObject({
    action: 'DELIVERY_VALIDATED',
    state: 'device',
    is_partial: false,
  });
  const batch = await offer(SERVER);
  await store.device.recordPush(SERVER, batch, answer('server', [eventId]));
  expect(store.localAction(eventId)).toMatchObject({ state: 'hq', error_code: null });
  expect(store.localAction(ids.uuid())).toBeNull();
});

test('[PHONE-3] a hub’s ack keeps the event here and offers it to the server only; the server’s own ack purges it', async () => {
  await validate();
  const [event] = queue();
  const batch = await offer(HUB);
  await store.device.recordPush(HUB, batch, answer('hub', [event!.id]));
  expect(queue()).toMatchObject([{ custody: 'hub', status: 'ACKED' }]);
  expect(store.counts()).toEqual({ device: 0, depot: 1, person: 0 });
  expect(await offer(HUB)).toEqual([]);
  const again = await offer(SERVER);
  expect(again).toEqual([{ id: event!.id, text: event!.body }]);
  await store.device.recordPush(SERVER, again, answer('server', [event!.id]));
  expect(queue()).toEqual([]);
  expect(archived()).toMatchObject([{ id: event!.id }]);
});

test('[PHONE-3] what the server choked on and has decided since, by way of a hub, is offered to it once more', async () => {
  const event_id = ids.uuid();
  await store.failDelivery({ event_id, delivery_id: ids.uuid(), details: { reason: 'CLOSED' } });
  await store.device.setAside(SERVER, event_id, 'INTERNAL');
  expect(await store.device.nextBatch(SERVER, 10, 1e6)).toEqual([]);
  await store.device.applyPage(page([says('EVENT_APPLIED', event_id, { event_id })]));
  expect(await store.device.nextBatch(SERVER, 10, 1e6)).toMatchObject([{ id: event_id }]);
});

test('[PHONE-3] a hub that claims the server’s custody is not believed', async () => {
  await validate();
  const batch = await offer(HUB);
  await store.device.recordPush(HUB, batch, answer('server', [batch[0]!.id]));
  expect(queue()).toMatchObject([{ custody: 'hub' }]);
});

test('[PHONE-3] a hub is asked again after an hour without the server’s statement: another may stand in its place', async () => {
  await validate();
  const batch = await offer(HUB);
  await store.device.recordPush(HUB, batch, answer('hub', [batch[0]!.id]));
  time += 61 * 60_000;
  expect(await offer({ kind: 'hub', url: 'http://new-hub.test' })).toHaveLength(1);
});

test('[PHONE-4] a checkpoint purges what it covers, only with the server’s signature and our own checksums', async () => {
  await validate();
  await validate();
  await validate();
  const second = queue()[1]!;
  const stranger = (await generateKeyPair('ES256')).privateKey as CryptoKey;
  await store.device.applyPage(page([], await checkpoint(2, second.checksum, {}, stranger)));
  await store.device.applyPage(page([], await checkpoint(2, 'f'.repeat(64))));
  await store.device.applyPage(page([], await checkpoint(2, second.checksum, { device_id: ids.uuid() })));
  expect(queue()).toHaveLength(3);
  await store.device.applyPage(page([], await checkpoint(2, second.checksum)));
  expect(queue().map(({ seq }) => seq)).toEqual([3]);
});

test('[PHONE-4] events beyond a gap are purged too, the missing one stays', async () => {
  for (let n = 0; n < 4; n += 1) await validate();
  const [first, , , fourth] = queue();
  const above = { received_above: [{ from: 3, to: 4, checksum: fourth!.checksum }] };
  await store.device.applyPage(page([], await checkpoint(1, first!.checksum, above)));
  expect(queue().map(({ seq }) => seq)).toEqual([2]);
});

test('[PHONE-5] a server that came back from a backup is offered again what it forgot, and a stale checkpoint is not believed', async () => {
  await validate();
  await validate();
  const [first, second] = queue();
  await store.device.stageScope(snapshot('old'), true);
  await store.device.commitScope('old.1', HUB);
  const stale = await checkpoint(2, second!.checksum);
  await store.device.applyPage({ ...page([], stale), next_since: 'old.2' });
  expect(queue()).toEqual([]);
  time += 60_000;
  await store.device.stageScope(snapshot('new'), true);
  await store.device.commitScope('new.1', HUB);
  await store.device.applyPage({ ...page([], stale), next_since: 'new.1' });
  expect(queue()).toEqual([]);
  time += 60_000;
  await store.device.applyPage({ ...page([], await checkpoint(1, first!.checksum)), next_since: 'new.1' });
  expect(queue()).toMatchObject([{ id: second!.id, body: second!.body, status: 'PENDING', custody: 'device' }]);
});

test('[PHONE-6] a refusal is shown with its reason, and a hub’s claim never keeps an event from the server', async () => {
  const deliveryId = ids.uuid();
  await store.device.applyPage(page([says('DELIVERY_ASSIGNED', deliveryId, deliveryOf(deliveryId))]));
  await validate(deliveryId);
  const [event] = queue();
  const resolution = {
    action: 'DISCARD_LOCAL',
    data: { validated_by: { user_id: 9, name: 'Karim' }, validated_at: '2026-11-22T08:42:00.000Z' },
  };
  await store.device.applyPage(
    page([says('EVENT_REJECTED', event!.id, { event_id: event!.id, error_code: 'ALREADY_VALIDATED', resolution })]),
  );
  expect(store.inbox()).toMatchObject([
    {
      error_code: 'ALREADY_VALIDATED',
      other_name: 'Karim',
      label: 'BL-ALG-2026-000001 · Épicerie El Djazaïr',
      can_retry: false,
    },
  ]);
  expect(store.delivery(deliveryId)?.own?.state).toBe('person');
  expect(await offer(HUB)).toEqual([]);
  expect(await offer(SERVER)).toHaveLength(1);
  store.dismiss(event!.id);
  expect(store.inbox()).toEqual([]);
  expect(store.delivery(deliveryId)?.own).toBeNull();
});

test('[PHONE-6] the server’s own refusal ends the offering and nobody else’s event is touched', async () => {
  await validate();
  await validate();
  const batch = await offer(SERVER);
  const failed = [
    {
      event_id: batch[0]!.id,
      error_code: 'QR_MISMATCH',
      retry: false,
      resolution: { action: 'CONTACT_ADMIN' as const },
    },
  ];
  await store.device.recordPush(SERVER, batch, answer('server', [batch[1]!.id], failed));
  expect(queue()).toMatchObject([{ status: 'FAILED' }]);
  expect(await offer(SERVER)).toEqual([]);
  expect(await store.device.unsent()).toBe(0);
  expect(store.counts()).toEqual({ device: 0, depot: 0, person: 1 });
});

test('[PHONE-6] a hub’s refusal is advice: the event waits for the server', async () => {
  await validate();
  const batch = await offer(HUB);
  const failed = [{ event_id: batch[0]!.id, error_code: 'SIGNATURE_INVALID', retry: false }];
  await store.device.recordPush(HUB, batch, answer('hub', [], failed));
  expect(await offer(HUB)).toEqual([]);
  expect(store.inbox()).toMatchObject([{ error_code: 'SIGNATURE_INVALID', can_retry: true }]);
  const toServer = await offer(SERVER);
  expect(toServer).toHaveLength(1);
  await store.device.recordPush(SERVER, toServer, answer('server', [toServer[0]!.id]));
  expect(store.inbox()).toEqual([]);
});

test('[FIND-3] another hub that answers to the same name is offered what the first one refused', async () => {
  await validate();
  const [here, there] = [
    { ...HUB, id: ids.uuid() },
    { ...HUB, id: ids.uuid() },
  ];
  const [event] = await offer(here);
  const failed = [{ event_id: event!.id, error_code: 'SIGNATURE_INVALID', retry: false }];
  await store.device.recordPush(here, [event!], answer('hub', [], failed));
  expect(await offer(here)).toEqual([]);
  expect(await offer(there)).toHaveLength(1);
});

test('[PHONE-7] an event that a node cannot take is set aside and told, and offered again when its author asks', async () => {
  await validate();
  await validate();
  const [first] = await offer(HUB);
  await store.device.setAside(HUB, first!.id, 'HTTP_500');
  expect(await offer(HUB)).toHaveLength(1);
  expect(store.inbox()).toMatchObject([{ event_id: first!.id, can_retry: true }]);
  store.offerAgain(first!.id);
  expect(await offer(HUB)).toHaveLength(2);
  expect(store.inbox()).toEqual([]);
});

test('[PHONE-8] a new snapshot replaces the caches, never the queue nor the drafts', async () => {
  const mine = deliveryOf(ids.uuid());
  await store.device.applyPage(page([says('DELIVERY_ASSIGNED', mine.id, mine)]));
  await validate(mine.id);
  const draft = draftOf();
  await store.issueInvoice(draft);
  await store.device.stageScope({ ...snapshot('e1'), entities: { ...snapshot('e1').entities, deliveries: [] } }, true);
  await store.device.commitScope('e1.1', HUB);
  expect(store.tour(DAY)).toEqual([]);
  expect(queue()).toHaveLength(3);
  expect(store.invoices(100).items).toHaveLength(1);
  expect(store.clients().map(({ name }) => name)).toEqual(['Supérette Nour']);
});

test('[PHONE-8] pages of a snapshot that was cut off are forgotten', async () => {
  const old = deliveryOf(ids.uuid());
  const fresh = deliveryOf(ids.uuid());
  await store.device.stageScope(
    { ...snapshot('e1'), entities: { ...snapshot('e1').entities, deliveries: [old] } },
    true,
  );
  await store.device.stageScope(
    { ...snapshot('e1'), entities: { ...snapshot('e1').entities, deliveries: [fresh] } },
    true,
  );
  await store.device.commitScope('e1.1', HUB);
  expect(store.tour(DAY).map(({ id }) => id)).toEqual([fresh.id]);
});

test('[PHONE-9] changes are taken in once and in order, with the cursor; a delivery given to another driver leaves', async () => {
  const mine = deliveryOf(ids.uuid());
  const lost = deliveryOf(ids.uuid());
  const events = [
    says('DELIVERY_ASSIGNED', mine.id, { ...mine, qr_payload: 'MCG1.secret' }),
    says('DELIVERY_ASSIGNED', lost.id, lost),
    says('SOMETHING_NEW', mine.id, { from: 'the future' }),
    says('DELIVERY_VALIDATED', mine.id, {
      ...mine,
      status: 'VALIDATED',
      validated_at: '2026-11-22T08:00:00.000Z',
      validated_by: 9,
    }),
    says('DELIVERY_UPDATED', lost.id, { ...lost, driver_user_id: 9 }),
    says('USER_UPSERTED', '9', { id: 9, name: 'Karim' }),
    says('PRODUCT_UPSERTED', '1', {
      id: 1,
      code: 'CAM',
      name: 'Camembert',
      unit: 'boîte',
      price_ht: 100_00,
      tva_rate: 19,
      is_active: true,
    }),
    says('STOCK_LEVEL_CHANGED', '1', { product_id: 1, depot_id: 1, quantity: -3, as_of: '2026-11-22T08:00:00.000Z' }),
  ];
  await store.device.applyPage(page(events));
  await store.device.applyPage(page(events));
  expect(store.tour(DAY)).toMatchObject([{ id: mine.id, status: 'VALIDATED', validated_by_name: 'Karim' }]);
  expect(sql.all('SELECT 1 FROM cache_deliveries_pending WHERE qr_payload IS NOT NULL')).toEqual([]);
  expect(store.stock()).toMatchObject([{ name: 'Camembert', quantity: -3 }]);
  expect(await store.device.cursor(HUB)).toBe(`e1.${pos}`);
});

test('[PHONE-9] two products that swap their codes hold nothing up', async () => {
  const product = (id: number, code: string) =>
    says('PRODUCT_UPSERTED', String(id), {
      id,
      code,
      name: `Fromage ${id}`,
      unit: 'pièce',
      price_ht: 100_00,
      tva_rate: 19,
      is_active: true,
    });
  await store.device.applyPage(page([product(1, 'A'), product(2, 'B')]));
  await store.device.applyPage(page([product(1, 'B'), product(2, 'A')]));
  expect(store.products().map(({ id, code }) => [id, code])).toEqual([
    [1, 'B'],
    [2, 'A'],
  ]);
});

const draftOf = (): DraftInvoice => ({
  id: ids.uuid(),
  client_id: ids.uuid(),
  client_name: 'Supérette Nour',
  new_client: { name: 'Supérette Nour', phone: '0555 12 34 56' },
  lines: [{ product_id: 1, quantity: 2, unit_price_ht: 500_00, tva_rate: 19 }],
  payment: 'CASH',
  handed_over: true,
});

test('[PHONE-10] [LESSON-16] an invoice is a draft until the server names it; the number and the sums are then the server’s', async () => {
  const draft = draftOf();
  store.saveDraft(draft);
  expect(store.invoice(draft.id)).toMatchObject({ status: 'DRAFT', total_ttc: 1_202_00, stamp_duty: 12_00 });
  expect((await store.issueInvoice(draft)).kind).toBe('saved');
  expect((await store.issueInvoice(draft)).kind).toBe('already');
  store.saveDraft({ ...draft, lines: [] });
  expect(queue().map(({ body }) => JSON.parse(body).action)).toEqual(['CLIENT_CREATED', 'INVOICE_CREATED']);
  expect(store.invoice(draft.id)).toMatchObject({
    status: 'SAVED',
    reference: null,
    state: 'device',
    total_ttc: 1_202_00,
  });
  const invoice: Partial<Invoice> = {
    id: draft.id,
    reference: 'FAC-ALG-2026-000001',
    total_ht: 1,
    total_tva: 2,
    stamp_duty: 3,
    total_ttc: 6,
  };
  await store.device.applyPage(page([says('INVOICE_REF_ASSIGNED', draft.id, invoice)]));
  expect(store.invoice(draft.id)).toMatchObject({
    status: 'REFERENCED',
    reference: 'FAC-ALG-2026-000001',
    total_ttc: 6,
  });
});

test('[HOSTILE-10] the server’s own snapshot takes back numbers and refusals that it does not tell, and no others', async () => {
  const draft = draftOf();
  await store.issueInvoice(draft);
  const saved = store.invoice(draft.id);
  await validate();
  await validate();
  const [, , trulyRefused, falselyRefused] = queue();
  const refusal = (event_id: string) =>
    says('EVENT_REJECTED', event_id, {
      event_id,
      error_code: 'ALREADY_VALIDATED',
      resolution: { action: 'CONTACT_ADMIN' },
    });
  const number = {
    id: draft.id,
    reference: 'FAC-ALG-2026-999999',
    total_ht: 1,
    total_tva: 2,
    stamp_duty: 3,
    total_ttc: 6,
  };
  await store.device.applyPage(
    page([says('INVOICE_REF_ASSIGNED', draft.id, number), refusal(trulyRefused!.id), refusal(falselyRefused!.id)]),
  );
  const told = { ...snapshot('e1'), ends: [refusal(trulyRefused!.id)] };
  await store.device.stageScope(told, true);
  await store.device.commitScope('e1.1', HUB);
  expect(store.inbox()).toHaveLength(2);
  expect(store.invoice(draft.id)?.status).toBe('REFERENCED');
  await store.device.stageScope(told, true);
  await store.device.commitScope('e1.1', SERVER);
  expect(store.inbox().map(({ event_id }) => event_id)).toEqual([trulyRefused!.id]);
  expect(queue().map(({ status }) => status)).toEqual(['PENDING', 'PENDING', 'FAILED', 'PENDING']);
  expect(store.invoice(draft.id)).toMatchObject({ ...saved, updated_at: expect.any(String) });
});

test('[HOSTILE-10] what the server refused to the phone itself outlives its snapshots, purged or not', async () => {
  await validate();
  const batch = await offer(SERVER);
  const failed = [{ event_id: batch[0]!.id, error_code: 'INVALID_EVENT', retry: false }];
  await store.device.recordPush(SERVER, batch, answer('server', [], failed));
  const [event] = queue();
  for (const covering of [null, await checkpoint(1, event!.checksum)]) {
    await store.device.applyPage(page([], covering));
    await store.device.stageScope(snapshot('e1'), true);
    await store.device.commitScope('e1.1', SERVER);
    expect(store.inbox()).toMatchObject([{ event_id: event!.id, error_code: 'INVALID_EVENT' }]);
  }
  expect(queue()).toEqual([]);
});

test('[CUST-5] what was handed in before the first snapshot is offered again where the server has forgotten it meanwhile', async () => {
  await validate();
  await store.device.recordPush(SERVER, await offer(SERVER), answer('server', [queue()[0]!.id]));
  const [gone] = archived();
  // The server came back from a backup before this phone had heard of any epoch.
  await store.device.stageScope(snapshot('new'), true);
  await store.device.commitScope('new.1', SERVER);
  await store.device.applyPage({ ...page([], await checkpoint(0, null, { epoch: 'new' })), next_since: 'new.1' });
  expect([queue().map(({ id }) => id), archived()]).toEqual([[gone!.id], []]);
});

test('[HOSTILE-12] a checkpoint of another epoch is not believed, whatever times a hub tells', async () => {
  await validate();
  await validate();
  const [first, second] = queue();
  await store.device.stageScope(snapshot('old'), true);
  await store.device.commitScope('old.1', HUB);
  const stale = await checkpoint(2, second!.checksum, { epoch: 'old' });
  await store.device.applyPage({ ...page([], stale), next_since: 'old.2' });
  expect(archived()).toHaveLength(2);
  // The server came back without the second event. A hub says so, as of long ago, and tells the former checkpoint.
  await store.device.stageScope({ ...snapshot('new'), server_time: '1970-01-01T00:00:00.000Z' }, true);
  await store.device.commitScope('new.1', HUB);
  await store.device.applyPage({ ...page([], stale), next_since: 'new.1' });
  expect(queue()).toEqual([]);
  const current = await checkpoint(1, first!.checksum, { epoch: 'new' });
  await store.device.applyPage({ ...page([], current), next_since: 'new.1' });
  expect(queue().map(({ id }) => id)).toEqual([second!.id]);
  // A hub that makes up an epoch, and its end as of the year 2099, holds up nothing once the true one is back.
  for (const [epoch, server_time] of [
    ['made-up', '2099-01-01T00:00:00.000Z'],
    ['new', '2099-01-01T00:00:00.000Z'],
  ] as const) {
    await store.device.stageScope({ ...snapshot(epoch), server_time }, true);
    await store.device.commitScope(`${epoch.replace('-', '')}.1`, HUB);
  }
  const whole = await checkpoint(2, second!.checksum, { epoch: 'new' });
  await store.device.applyPage({ ...page([], whole), next_since: 'new.2' });
  expect([queue(), archived().length]).toEqual([[], 2]);
});

test('[PHONE-11] a phone that died while it was sending goes on with everything, under the next number', async () => {
  await validate();
  expect(await offer(HUB)).toHaveLength(1);
  expect(queue()).toMatchObject([{ status: 'SENDING' }]);
  store = open();
  expect(queue()).toMatchObject([{ status: 'PENDING' }]);
  await validate();
  expect(queue().map(({ seq }) => seq)).toEqual([1, 2]);
});

test('[PHONE-12] [LESSON-15] a file written by a newer app is left alone', () => {
  sql.exec('PRAGMA user_version = 99');
  expect(prepareSchema(sql)).toEqual({ kind: 'newer', version: 99 });
});

test('[PAY-4] a payment is recorded once a form, and offered from the server’s signed statement on', async () => {
  const details = { client_id: ids.uuid(), amount: 12_300, method: 'CASH' as const, received_from: 'Zohe\u0301' };
  const form = { event_id: ids.uuid(), payment_id: ids.uuid(), details };
  expect(store.contract()).toBeNull();
  await store.device.applyPage(page([], await checkpoint(0, null)));
  expect(store.contract()).toBeNull();
  await store.device.applyPage(page([], `${(await checkpoint(0, null, { contract: '2026-11-29' })).slice(0, -4)}AAAA`));
  expect(store.contract()).toBeNull();
  await store.device.applyPage(page([], await checkpoint(0, null, { contract: '2026-11-29' })));
  expect(store.contract()).toBe('2026-11-29');
  const twice = await Promise.all([store.collectPayment(form), store.collectPayment(form)]);
  expect(twice.map(({ kind }) => kind).sort()).toEqual(['already', 'saved']);
  expect(store.outbox(10).items).toMatchObject([{ id: form.event_id, action: 'PAYMENT_COLLECTED' }]);
  const [sent] = await offer(SERVER);
  expect(JSON.parse(sent?.text ?? '')).toMatchObject({
    ...{ entity_type: 'PAYMENT', entity_id: form.payment_id, action: 'PAYMENT_COLLECTED' },
    payload: { ...details, received_from: 'Zoh\u00e9' },
  });
});
