import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import type { Delivery } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import type { DeliveryDraft } from '../../../../mobile-pwa/store/views.ts';
import { noSuccessor } from '../../test-device.ts';
import { phoneSql } from './phone-sql.ts';

/** What a phone keeps of its person's own doing: drafts of stops, and the record of what was done. */
const USER = 7;
const START = Date.parse('2026-11-22T09:00:00.000Z');
let time = START;
const clock = { now: () => time, sleep: async () => {} };
const ids = uuidV7(clock, systemRandom);
const sign = signerOf(await newDeviceKey());
let sql: Sql;
let deviceId: string;
let store: PhoneStore;

beforeEach(() => {
  time = START;
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
    sign,
    successor: noSuccessor,
    jwks: async () => ({ keys: [] }),
  });

let pos = 0;
const hear = (action: string, entityId: string, payload: object) => {
  const event: ServerEvent = {
    id: ids.uuid(),
    entity_type: 'ANY',
    entity_id: entityId,
    action,
    payload: payload as Record<string, unknown>,
    occurred_at: new Date(time).toISOString(),
    pos: ++pos,
  };
  return store.device.applyPage({
    events: [event],
    has_more: false,
    server_time: new Date(time).toISOString(),
    device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 },
    next_since: `e1.${pos}`,
    checkpoint: null,
  });
};

const assigned = (id: string, change: Partial<Delivery> = {}) =>
  hear('DELIVERY_ASSIGNED', id, {
    id,
    reference: 'BL-ALG-2026-000001',
    depot_id: 1,
    driver_user_id: USER,
    client_id: ids.uuid(),
    client_name: 'Épicerie El Djazaïr',
    planned_for: '2026-11-22',
    status: 'PENDING',
    lines: [{ product_id: 1, quantity: 12, unit_price_ht: 100_00, tva_rate: 19 }],
    total_ht: 1_200_00,
    total_tva: 228_00,
    total_ttc: 1_428_00,
    validated_at: null,
    validated_by: null,
    ...change,
  });

const NO_PROOF = { signature: null, photos: [], place: null };

const draftOf = (id: string, change: Partial<DeliveryDraft> = {}): DeliveryDraft => ({
  delivery_id: id,
  event_id: ids.uuid(),
  scanned: { code: `MCG1.${id}.n.s`, check: 'genuine', at: '2026-11-22T09:00:00.000Z' },
  lines: [{ product_id: 1, ordered: 12, delivered: '1x', reason: 'BROKEN', returned: 0, lots: [] }],
  received_by: 'K. Benali',
  cash: 500_000,
  cash_is_total: false,
  cheque: null,
  empties: [],
  proof: NO_PROOF,
  failure: null,
  ...change,
});

const confirm = (id: string, eventId: string) =>
  store.validateDelivery({
    event_id: eventId,
    delivery_id: id,
    details: { qr_scanned: `MCG1.${id}.n.s`, cash_collected: 500_000 },
    total_ttc: 1_190_00,
  });

test('[FORM-2] what was typed at a stop outlives the app, to the letter, and is gone with what it led to', async () => {
  const id = ids.uuid();
  await assigned(id);
  const draft = draftOf(id);
  store.saveDeliveryDraft({ ...draft, received_by: 'K' });
  store.saveDeliveryDraft(draft);
  store = open();
  expect(store.deliveryDraft(id)).toEqual(draft);
  expect(store.delivery(id)?.is_begun).toBe(true);
  await confirm(id, draft.event_id);
  // What was still on its way to the store comes too late.
  store.saveDeliveryDraft(draft);
  expect(store.deliveryDraft(id)).toBeNull();
  expect(store.delivery(id)?.is_begun).toBe(false);

  const other = ids.uuid();
  store.saveDeliveryDraft(draftOf(other));
  await store.failDelivery({ event_id: ids.uuid(), delivery_id: other, details: { reason: 'CLOSED' } });
  expect(store.deliveryDraft(other)).toBeNull();
});

test('[FORM-2] why a delivery is impossible is kept as it is typed, and no late key brings it back', async () => {
  const id = ids.uuid();
  const failure = {
    event_id: ids.uuid(),
    reason: 'CLOSED' as const,
    note: 'Rideau ba',
    is_open: true,
    proof: NO_PROOF,
  };
  const draft = draftOf(id, { scanned: null, failure });
  store.saveDeliveryDraft(draft);
  store = open();
  expect(store.deliveryDraft(id)).toEqual(draft);
  await store.failDelivery({ event_id: failure.event_id, delivery_id: id, details: { reason: 'CLOSED' } });
  store.saveDeliveryDraft(draft);
  expect(store.deliveryDraft(id)).toBeNull();
});

test('[FORM-2] a form that an app of before has kept goes on', () => {
  const { failure: _failure, ...before } = draftOf(ids.uuid());
  store.saveDeliveryDraft(before as DeliveryDraft);
  expect(store.deliveryDraft(before.delivery_id)).toEqual({ ...before, failure: null });
});

test('[FULL-3] a phone that is too full to forget what is past its time opens all the same, and forgets it later', async () => {
  await store.failDelivery({ event_id: ids.uuid(), delivery_id: ids.uuid(), details: { reason: 'CLOSED' } });
  sql.exec(`INSERT OR REPLACE INTO sync_meta VALUES ('server_time', ?)`, [
    new Date(START + 100 * DAY_MS).toISOString(),
  ]);
  store.saveDeliveryDraft(draftOf(ids.uuid()));
  // As a disk on which a page that leaves must be written first, and is not.
  const { exec } = sql;
  sql.exec = (text, params) => {
    if (text.startsWith('DELETE')) {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }
    exec(text, params);
  };
  store = open();
  expect(store.counts()).toMatchObject({ device: 1 });
  expect(sql.all('SELECT 1 FROM delivery_drafts')).toHaveLength(1);
  sql.exec = exec;
  store = open();
  expect(sql.all('SELECT 1 FROM delivery_drafts')).toHaveLength(0);
});

test('[FORM-2] nothing of a draft stands in clear, and one that nobody confirms is forgotten with the archive', async () => {
  const id = ids.uuid();
  store.saveDeliveryDraft(draftOf(id));
  const [row] = sql.all<{ content: Uint8Array }>('SELECT content FROM delivery_drafts');
  expect(Buffer.from(row?.content ?? []).includes('Benali')).toBe(false);
  sql.exec(`INSERT OR REPLACE INTO sync_meta VALUES ('server_time', ?)`, [
    new Date(START + (LIMITS.archiveDays + 1) * DAY_MS).toISOString(),
  ]);
  store = open();
  expect(store.deliveryDraft(id)).toBeNull();
});

test('[FORM-4] [FORM-10] a refusal says note, client, time and cash by the phone’s own record, and stays in the history with them', async () => {
  const id = ids.uuid();
  const eventId = ids.uuid();
  await assigned(id);
  await confirm(id, eventId);
  // HQ gives the delivery to another driver, who was first: this phone has no row of it any more.
  await assigned(id, { driver_user_id: 9 });
  const resolution = {
    action: 'DISCARD_LOCAL',
    data: { validated_by: { user_id: 9, name: 'Karim' }, validated_at: '2026-11-22T08:42:00.000Z' },
  };
  await hear('EVENT_REJECTED', eventId, { event_id: eventId, error_code: 'ALREADY_VALIDATED', resolution });
  expect(store.delivery(id)).toBeNull();
  expect(store.inbox()).toMatchObject([
    {
      label: 'BL-ALG-2026-000001 · Épicerie El Djazaïr',
      occurred_at: '2026-11-22T09:00:00.000Z',
      cash: 500_000,
      other_name: 'Karim',
    },
  ]);
  expect(store.history(10).total).toBe(0);
  store.dismiss(eventId);
  const kept = {
    delivery_id: id,
    event_id: eventId,
    state: 'person',
    error_code: 'ALREADY_VALIDATED',
    record: {
      reference: 'BL-ALG-2026-000001',
      client_name: 'Épicerie El Djazaïr',
      total_ttc: 1_190_00,
      ordered_ttc: 1_428_00,
      cash: 500_000,
    },
  };
  expect(store.history(10)).toMatchObject({ items: [kept], total: 1 });
  expect(store.lastRecorded(id)).toMatchObject(kept);
});

test('[FORM-4] a note that this phone never had a row of is named by the refusal, and until then by no id', async () => {
  const id = ids.uuid();
  const eventId = ids.uuid();
  await confirm(id, eventId);
  expect(store.outbox(10).items).toMatchObject([{ label: null }]);
  const data = {
    validated_by: { user_id: 9, name: 'Karim' },
    validated_at: '2026-11-22T08:42:00.000Z',
    reference: 'BL-ALG-2026-000009',
    client_name: 'Café du Port',
  };
  await hear('EVENT_REJECTED', eventId, {
    event_id: eventId,
    error_code: 'ALREADY_VALIDATED',
    resolution: { action: 'DISCARD_LOCAL', data },
  });
  expect(store.inbox()).toMatchObject([{ label: 'BL-ALG-2026-000009 · Café du Port', cash: 500_000 }]);
  expect(store.lastRecorded(id)?.record).toMatchObject({ reference: 'BL-ALG-2026-000009', cash: 500_000 });
});

test('[FORM-6] a stop stays on the tour, whatever its day, until it is done, cancelled or moved to another day', async () => {
  const [pending, failed, done, cancelled, moved, ahead] = Array.from({ length: 6 }, () => ids.uuid()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await assigned(pending, { planned_for: '2026-11-14' });
  await assigned(failed, { planned_for: '2026-11-21', status: 'FAILED', reference: 'BL-2' });
  await assigned(done, { planned_for: '2026-11-21', status: 'VALIDATED', validated_at: '2026-11-21T22:59:59.999Z' });
  await assigned(cancelled, { planned_for: '2026-11-21', status: 'CANCELLED' });
  await assigned(moved, { planned_for: '2026-11-21' });
  await assigned(moved, { planned_for: '2026-11-23' });
  await assigned(ahead, { planned_for: '2026-11-22', reference: 'BL-3' });
  const onTour = () => store.tour('2026-11-22').map(({ id }) => id);
  expect(onTour()).toEqual([pending, failed, ahead]);
  // The purge of what is old leaves it alone.
  sql.exec(`INSERT OR REPLACE INTO sync_meta VALUES ('server_time', ?)`, [
    new Date(START + (LIMITS.archiveDays + 1) * DAY_MS).toISOString(),
  ]);
  store = open();
  expect(onTour()).toEqual([pending, failed, ahead]);
  // Done today, it stays among what was done today; the day begins at midnight in Algiers.
  await confirm(failed, ids.uuid());
  await assigned(pending, { planned_for: '2026-11-14', status: 'PARTIAL', validated_at: '2026-11-21T23:00:00.000Z' });
  expect(onTour()).toEqual([pending, failed, ahead]);
  expect(store.tour('2026-11-23').map(({ id }) => id)).toEqual([failed, ahead, moved]);
});

test('[FORM-7] a long list is given in part, with how long it is', async () => {
  for (let n = 0; n < 3; n += 1) await confirm(ids.uuid(), ids.uuid());
  expect(store.outbox(2)).toMatchObject({ items: [{ seq: 1 }, { seq: 2 }], total: 3 });
  // What still waits stands in the first list alone.
  expect(store.history(2)).toEqual({ items: [], total: 0 });
  sql.exec('DELETE FROM sync_queue');
  expect(store.history(2)).toMatchObject({ items: [{}, {}], total: 3 });
  const blank = { client_id: null, client_name: '', new_client: null, payment: 'CASH', handed_over: false } as const;
  const lines = [{ product_id: 1, quantity: null, unit_price_ht: 100, tva_rate: 19 }];
  for (let n = 0; n < 3; n += 1) store.saveDraft({ ...blank, id: ids.uuid(), lines });
  const { items, total } = store.invoices(2);
  expect([items.length, total, items[0]?.lines]).toEqual([2, 3, lines]);
});

test('[NUM-3] an invoice whose quantity is no number is not issued', async () => {
  const draft = {
    id: ids.uuid(),
    client_id: ids.uuid(),
    client_name: 'Café du Port',
    new_client: null,
    lines: [{ product_id: 1, quantity: '2.5', unit_price_ht: 100, tva_rate: 19 }],
    payment: 'CASH',
    handed_over: false,
  } as const;
  expect(await store.issueInvoice({ ...draft, lines: [...draft.lines] })).toEqual({
    kind: 'refused',
    reason: 'NO_QUANTITY',
  });
  expect(store.outbox(10).total).toBe(0);
});

test('[TODAY-5] a stop that is passed by says when and why the last time, once, and no longer where HQ refused that', async () => {
  const id = ids.uuid();
  await assigned(id);
  expect(store.delivery(id)?.skipped).toBeNull();
  const skip = { event_id: ids.uuid(), delivery_id: id, details: { reason: 'CLOSED' as const } };
  expect(await store.skipVisit(skip)).toEqual({ kind: 'saved', event_id: skip.event_id });
  expect(await store.skipVisit(skip)).toEqual({ kind: 'already', event_id: skip.event_id });
  time += 60_000;
  const again = { reason: 'ROAD' as const, note: 'Pont coupé', ask_day: '2026-11-24' };
  const second = { event_id: ids.uuid(), delivery_id: id, details: again };
  await store.skipVisit(second);
  expect(store.delivery(id)?.skipped).toEqual({ at: '2026-11-22T09:01:00.000Z', ...again });
  expect(store.tour('2026-11-22').map(({ skipped }) => skipped?.reason)).toEqual(['ROAD']);
  await hear('EVENT_REJECTED', second.event_id, { event_id: second.event_id, error_code: 'FORBIDDEN_ACTION' });
  expect(store.delivery(id)?.skipped).toEqual({
    at: '2026-11-22T09:00:00.000Z',
    reason: 'CLOSED',
    note: null,
    ask_day: null,
  });
});

test('[CLIENT-2] what was changed of a client stands on the phone until HQ has said what it made of it', async () => {
  const id = ids.uuid();
  const told = {
    id,
    depot_ids: [1],
    name: 'Supérette du Port',
    phone: '0555 12 34 56',
    address: null,
    location: null,
    tax_id: null,
    balance: 0,
    updated_at: '2026-11-22T09:00:00.000Z',
    nif: null,
  };
  await hear('CLIENT_UPSERTED', id, told);
  const first = { event_id: ids.uuid(), client_id: id, details: { nif: '000116180001234', phone: '' } };
  expect((await store.updateClient(first)).kind).toBe('saved');
  expect((await store.updateClient(first)).kind).toBe('already');
  const renamed = { event_id: ids.uuid(), client_id: id, details: { name: 'Gros du Port' } };
  await store.updateClient(renamed);
  expect(store.client(id)).toMatchObject({ name: 'Gros du Port', phone: null, nif: '000116180001234' });
  expect(store.clients()).toMatchObject([{ name: 'Gros du Port', phone: null }]);
  // Somebody else's change of another field comes in between, and the second change is refused.
  await hear('CLIENT_UPSERTED', id, { ...told, address: 'Rue du Port' });
  await hear('EVENT_REJECTED', renamed.event_id, { event_id: renamed.event_id, error_code: 'FORBIDDEN_ACTION' });
  expect(store.client(id)).toMatchObject({ name: 'Supérette du Port', address: 'Rue du Port', nif: '000116180001234' });
});

test('[PHONE-24] [SEED-10.7] deliveries and van sales leave the stock as the server told it, until the server tells it anew', async () => {
  const product = { id: 1, code: 'A', name: 'Fromage', unit: 'pièce', price_ht: 100_00, tva_rate: 19, is_active: true };
  await hear('PRODUCT_UPSERTED', '1', product);
  const level = (quantity: number, as_of: string) =>
    hear('STOCK_LEVEL_CHANGED', '1', { product_id: 1, depot_id: 1, quantity, as_of });
  await level(40, '2026-11-22T09:00:00.000Z');
  const id = ids.uuid();
  await assigned(id);
  await confirm(id, ids.uuid());
  await store.issueInvoice({
    ...{ id: ids.uuid(), client_id: ids.uuid(), client_name: 'Nour', new_client: null, payment: 'CASH' as const },
    ...{ handed_over: true, lines: [{ product_id: 1, quantity: 7, unit_price_ht: 100_00, tva_rate: 19 }] },
  });
  expect(store.stock().map(({ quantity }) => quantity)).toEqual([40]);
  await level(21, '2026-11-22T09:05:00.000Z');
  expect(store.stock().map(({ quantity }) => quantity)).toEqual([21]);
});
