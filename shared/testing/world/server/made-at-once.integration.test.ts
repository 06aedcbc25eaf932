import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClients } from '#server/admin/create-clients.ts';
import { createDeliveries } from '#server/admin/create-deliveries.ts';
import { createRows } from '#server/admin/rows.ts';
import { syncDeps } from '#server/identity/sync-deps.ts';
import { decidedLate, type SweepDeps, sweepWaiting } from '#server/store/sync/sweep-waiting.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { NewDelivery } from '#shared/contract/hq/requests.ts';
import { type Handset, handIn } from '../../conformance/store-subject.ts';
import { testIds } from '../../test-device.ts';
import { openRealStores, type RealStores } from '../real-stores.ts';

/** What comes by two connections at the same moment, on the real PostgreSQL: nothing waits for what is there. */
let stores: RealStores;
let sweepDeps: SweepDeps;
let [one, other]: [Handset, Handset] = [] as never;

beforeAll(async () => {
  stores = await openRealStores();
  sweepDeps = { ...syncDeps(stores.deps), log: stores.deps.log };
  [one, other] = [await stores.server.handset('seller1.alger'), await stores.server.handset('seller1.alger')];
});
afterAll(() => stores?.close());

const TIMES = 20;

const newClient = ({ device }: Handset, id: string, name = 'Épicerie'): SyncEvent =>
  device.say({ entity_type: 'CLIENT', entity_id: id, action: 'CLIENT_CREATED', payload: { name } });

const renamed = ({ device }: Handset, id: string, phone: string): SyncEvent =>
  device.say({ entity_type: 'CLIENT', entity_id: id, action: 'CLIENT_UPDATED', payload: { phone } });

const invoice = ({ device }: Handset, client_id: string, more: object = {}): SyncEvent =>
  device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id,
      lines: [{ product_id: 1, quantity: 1, unit_price_ht: 100, tva_rate: 0 }],
      ...{ total_ht: 100, total_tva: 0, stamp_duty: 0, total_ttc: 100, payment: 'CREDIT', ...more },
    },
  });

const correction = ({ device }: Handset, { id, entity_id }: SyncEvent): SyncEvent =>
  device.say({
    entity_type: 'CLIENT',
    entity_id,
    action: 'CORRECTION_REQUESTED',
    payload: { corrects: id, reason: 'quantité fausse' },
  });

async function endOf({ id }: SyncEvent): Promise<string> {
  const { rows } = await stores.database.query<{ end: string }>(
    'SELECT coalesce(error_code, waits_for, status) AS end FROM events WHERE id = $1',
    [id],
  );
  return rows[0]?.end ?? 'unknown';
}

async function waitingOf(events: SyncEvent[]): Promise<string[]> {
  const { rows } = await stores.database.query<{ waits_for: string }>(
    `SELECT waits_for FROM events WHERE id = ANY ($1::uuid[]) AND status = 'WAITING'`,
    [events.map(({ id }) => id)],
  );
  return rows.map(({ waits_for }) => waits_for);
}

test('[WAIT-3] an invoice and a change that come while their client is being created are decided', async () => {
  const { server } = stores;
  const said: SyncEvent[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    const id = testIds.uuid();
    const [makes, names] = [[newClient(one, id)], [invoice(other, id), renamed(other, id, `05${n}`)]];
    said.push(...makes, ...names);
    await Promise.all([handIn(server, one.caller, makes), handIn(server, other.caller, names)]);
  }
  expect(await waitingOf(said)).toEqual([]);
});

test('[WAIT-3] a client that is created twice at once is created once', async () => {
  const { server } = stores;
  for (let n = 0; n < TIMES; n += 1) {
    const id = testIds.uuid();
    const [first, second] = [newClient(one, id, 'Un'), newClient(other, id, 'Deux')];
    const ends = await Promise.all([handIn(server, one.caller, [first]), handIn(server, other.caller, [second])]);
    expect([ends[0][first.id], ends[1][second.id]].toSorted()).toEqual(['ENTITY_EXISTS', 'acked']);
    const { rows } = await stores.database.query<{ name: string }>('SELECT name FROM clients WHERE id = $1', [id]);
    expect(rows[0]?.name).toBe(ends[0][first.id] === 'acked' ? 'Un' : 'Deux');
  }
});

test('[WAIT-3] a correction and its event that come at once by two phones of one person meet, whatever becomes of the event', async () => {
  const { server } = stores;
  for (let n = 0; n < TIMES; n += 1) {
    // Of a client that nobody knows, or of one that is there already.
    const id = testIds.uuid();
    if (n % 2 === 0) await handIn(server, one.caller, [newClient(one, id)]);
    const made = n % 3 === 0 ? renamed(one, id, '1') : newClient(one, id);
    const asked = correction(other, made);
    await Promise.all([handIn(server, one.caller, [made]), handIn(server, other.caller, [asked])]);
    expect(await endOf(asked)).toBe('APPLIED');
  }
});

test('[WAIT-3] a correction that came first is decided although its event is refused', async () => {
  const id = testIds.uuid();
  const [made, again] = [newClient(one, id), newClient(one, id)];
  const asked = correction(other, again);
  await handIn(stores.server, other.caller, [asked]);
  expect(await endOf(asked)).toBe(`EVENT:${again.id}`);
  await handIn(stores.server, one.caller, [made, again]);
  expect([await endOf(again), await endOf(asked)]).toEqual(['ENTITY_EXISTS', 'APPLIED']);
});

test('[WAIT-3] what had waited for a client and then waits for a delivery holds the lock of that one, too', async () => {
  const [client, delivery_id] = [testIds.uuid(), testIds.uuid()];
  const waits = invoice(other, client, { delivery_id });
  await handIn(stores.server, other.caller, [waits]);
  expect(await endOf(waits)).toBe(`CLIENT:${client}`);
  await handIn(stores.server, one.caller, [newClient(one, client)]);
  expect(await endOf(waits)).toBe(`DELIVERY:${delivery_id}`);
});

test('[WAIT-3] HQ decides what waits for the clients and deliveries that it makes, and says so behind them', async () => {
  const { deps, server, database } = stores;
  const [client, delivery] = [testIds.uuid(), testIds.uuid()];
  const made = (id: string) => ({ ...deps, ids: { uuid: once(id) } });
  const waits = invoice(other, client, { delivery_id: delivery });
  await handIn(server, other.caller, [waits]);
  const depot_ids = [one.caller.depotId as number];
  await createRows(made(client), createClients, [{ name: 'Du siège', depot_ids }]);
  expect(await endOf(waits)).toBe(`DELIVERY:${delivery}`);
  const { rows } = await database.query<NewDelivery>(
    'SELECT depot_id, driver_user_id, planned_for, lines, $1::uuid AS client_id FROM deliveries WHERE depot_id = $2 LIMIT 1',
    [client, one.caller.depotId],
  );
  const planned = await createRows(made(delivery), createDeliveries, rows);
  expect(planned).toMatchObject({ ok: true });
  expect(await endOf(waits)).toBe('APPLIED');
  const said = await database.query<{ action: string }>(
    `SELECT body::json ->> 'action' AS action FROM numbered_changes
     WHERE body::json ->> 'entity_id' = ANY ($1) ORDER BY pos`,
    [[client, delivery, waits.entity_id]],
  );
  expect(said.rows.map(({ action }) => action)).toEqual([
    'CLIENT_UPSERTED',
    'DELIVERY_ASSIGNED',
    'INVOICE_REF_ASSIGNED',
    'EVENT_APPLIED',
    // What the client owes now.
    'CLIENT_UPSERTED',
  ]);
});

/** The given id first, then any. */
function once(id: string): () => string {
  const ids = [id];
  return () => ids.pop() ?? testIds.uuid();
}

test('[WAIT-4] the sweep finds nothing in a sound database, and decides once, counts and tells what a hand left behind', async () => {
  const { server, database } = stores;
  expect(await sweepWaiting(sweepDeps)).toBe(0);
  const before = await decidedLate(database);
  const client = testIds.uuid();
  // More than one transaction of the sweep takes.
  const waits = Array.from({ length: 450 }, () => invoice(other, client));
  const orphan = invoice(other, testIds.uuid());
  await handIn(server, other.caller, [...waits, orphan]);
  await database.query(
    `WITH made AS (INSERT INTO clients (id, name, updated_at) VALUES ($1, 'Par la main', now()) RETURNING id)
     INSERT INTO client_depots SELECT id, $2 FROM made`,
    [client, other.caller.depotId],
  );
  // Three servers at once.
  const found = await Promise.all([0, 1, 2].map(() => sweepWaiting(sweepDeps)));
  expect(found.reduce((sum, count) => sum + count)).toBe(waits.length);
  expect(await waitingOf([...waits, orphan])).toEqual([`CLIENT:${orphan.payload.client_id}`]);
  expect(await decidedLate(database)).toBe(before + waits.length);
  const { rows: alerts } = await database.query<{ details: { events: number } }>(
    `SELECT details FROM alerts WHERE kind = 'DECIDED_LATE'`,
  );
  expect(alerts.reduce((sum, { details }) => sum + details.events, 0)).toBe(waits.length);
  expect(await sweepWaiting(sweepDeps)).toBe(0);
  const { rows: numbers } = await database.query<{ doubled: number }>(
    `SELECT count(*) - count(DISTINCT event_id) AS doubled FROM (SELECT body::json #>> '{payload,event_id}' AS event_id
       FROM changes WHERE body::json ->> 'action' = 'EVENT_APPLIED') AS said`,
  );
  expect(numbers[0]?.doubled).toBe(0);
});

test('[WAIT-4] a waiting event that breaks what decides it holds up no other', async () => {
  const { server, database } = stores;
  const client = testIds.uuid();
  const waits = [1, 2, 3].map((n) => invoice(other, client, { total_ht: n === 2 ? 666 : 100 }));
  await handIn(server, other.caller, waits);
  await database.query(`INSERT INTO clients (id, name, updated_at) VALUES ($1, 'Par la main', now())`, [client]);
  const choke = (payload: Record<string, unknown>) => {
    if (payload.total_ht === 666) throw new Error('a bug of this program');
    return payload;
  };
  const broken = { ...sweepDeps, upcasts: { 'INVOICE/INVOICE_CREATED': [choke] } };
  expect(await sweepWaiting(broken)).toBe(2);
  expect(await endOf(waits[1] as SyncEvent)).toBe(`CLIENT:${client}`);
  expect(await sweepWaiting(sweepDeps)).toBe(1);
  expect(await waitingOf(waits)).toEqual([]);
});
