import { afterAll, beforeAll, expect, test } from 'vitest';
import { totalsOf } from '#shared/domain/totals.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { auditNightly, auditSums, findings, tellFindings } from '../store/sums/audit-sums.ts';
import { CHECKS } from '../store/sums/checks.ts';
import { openTestHq, PASSWORD } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';

const NOW = '2026-12-10T10:00:00.000Z';
const clock = turnedClock(NOW);
let database: TestDatabase;
let hq: Awaited<ReturnType<typeof openTestHq>>;

/** A day of everything that moves goods or money. */
beforeAll(async () => {
  database = await createTestDatabase();
  hq = await openTestHq(database.url, clock);
  const { server, post, get, alger, oran, driver, newDelivery, newLot } = hq;
  const device = new TestDevice(driver);
  const token = (await server.signIn('driver', PASSWORD, device)).body.access_token;
  const { body: lot } = await post('lots', newLot({ quantity: 20 }));
  const named = { depot_id: alger, product_id: lot.product_id, lot_number: lot.lot_number, reason: 'x' };
  await post('stock/waste', { ...named, quantity: 1 });
  await post('stock/counts', { ...named, quantity: 18 });
  const { body: transfer } = await post('stock/transfers', { ...named, quantity: 4, to_depot_id: oran });
  await post(`stock/transfers/${transfer.id}/receive`, { quantity: 3, reason: 'cassé' });
  const { body: delivery } = await post('deliveries', newDelivery({ planned_for: '2026-12-10' }));
  const validated = {
    ...{ entity_type: 'DELIVERY', entity_id: delivery.id, action: 'DELIVERY_VALIDATED', occurred_at: NOW },
    payload: { qr_scanned: delivery.qr_payload, validated_at: NOW, cash_collected: 500 },
  };
  const lines = [{ product_id: lot.product_id, quantity: 2, unit_price_ht: 28_500, tva_rate: 19 }];
  const payload = {
    client_id: delivery.client_id,
    lines,
    ...totalsOf(lines, 'CREDIT'),
    payment: 'CREDIT',
    handed_over: true,
  };
  const invoices = [1, 2].map(() => ({
    ...{ entity_type: 'INVOICE', entity_id: crypto.randomUUID(), action: 'INVOICE_CREATED', occurred_at: NOW, payload },
  }));
  const body = device.pushBody(
    [validated, ...invoices].map((said) => device.say(said)),
    { sent_at: NOW },
  );
  expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  const credited = { reason: 'x', goods_back: true, lines: [{ product_id: lot.product_id, quantity: 1 }] };
  await post(`invoices/${invoices[0]?.entity_id}/credit-notes`, credited);
  const { body: paid } = await post('payments', { client_id: delivery.client_id, amount: 700, method: 'TRANSFER' });
  await post(`payments/${paid.id}/cancel`, { reason: 'x' });
  expect((await get(`stock/${alger}:${lot.product_id}`)).body.quantity).toBe(8);
});
afterAll(async () => {
  await hq.server.close();
  await database.drop();
});

test('[SUMS-1] all sums of a day hold, in one line', async () => {
  const found = await auditSums(hq.server.deps.database);
  expect(tellFindings(found)).toBe(`All ${CHECKS.length} sums hold.`);
});

/** A bad row for each check, by a hand in the database; and what is said of it. */
const PLANTED: Record<string, [sql: string, row: RegExp]> = {
  STOCK_IS_LOTS: ['UPDATE stock_levels SET quantity = 99 WHERE depot_id = 1', /product 1 in depot 1: level 99, lots 8/],
  LOTS_ARE_MOVES: [
    `WITH l AS (UPDATE lots SET remaining_quantity = 9 WHERE depot_id = 1)
     UPDATE stock_levels SET quantity = 9 WHERE depot_id = 1`,
    /left 9, received and moved 8/,
  ],
  MOVES_HAVE_LOTS: [
    `UPDATE stock_moves SET cause = 'SETTLEMENT' WHERE cause = 'WASTE'`,
    /movement \d+ of lot .* by SETTLEMENT/,
  ],
  NUMBERS_RUN: [
    `UPDATE invoices SET reference = 'FAC-ALG-2026-000007' WHERE reference = 'FAC-ALG-2026-000001'`,
    /FAC of depot 1 in 2026: number 1 is missing/,
  ],
  NOTHING_OVER_CREDITED: [
    'UPDATE invoices SET credited_ttc = credited_ttc + 1 WHERE credited_ttc > 0',
    /credited \d+, noted/,
  ],
  ONE_INVOICE_A_NOTE: [
    `INSERT INTO invoice_notes (invoice_id, delivery_id) SELECT i.id, d.id FROM deliveries d
       CROSS JOIN (SELECT id FROM invoices WHERE is_live LIMIT 1) i;
     UPDATE invoices SET delivery_id = (SELECT id FROM deliveries)
     WHERE id = (SELECT invoice_id FROM invoice_notes)`,
    /BL-ALG-2026-000001 .*VALIDATED\): on 2 live invoices/,
  ],
  BALANCES_ARE_LEDGER: ['UPDATE clients SET balance = balance + 1', /client .*: balance \d+, ledger \d+/],
  LEDGER_IS_PAPERS: [
    `WITH b AS (UPDATE ledger SET amount = amount + 1 WHERE kind = 'CREDIT_NOTE' RETURNING client_id)
     UPDATE clients SET balance = balance + 1 WHERE id IN (SELECT client_id FROM b)`,
    /CREDIT_NOTE .*: -33915 on paper, -33914 booked/,
  ],
  ONE_WINNER: [`UPDATE deliveries SET status = 'PENDING'`, /BL-ALG-2026-000001 .*PENDING, validated 1 times/],
  EVERY_OUTCOME: [
    `UPDATE events SET waits_for = 'VERSION' WHERE action = 'DELIVERY_VALIDATED'`,
    /event .* \(DELIVERY_VALIDATED\): APPLIED/,
  ],
  NOTHING_WAITS_IN_VAIN: [
    `INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at,
       received_at, drift_ms, received_via, stored_at, status, waits_for)
     SELECT gen_random_uuid(), gen_random_uuid(), 1, 1, 'CLIENT', id::text, 'CLIENT_UPDATED', 'x', '{}', now(), now(), 0,
       gen_random_uuid(), now(), 'WAITING', 'CLIENT:' || id FROM clients LIMIT 1`,
    /waits for CLIENT:/,
  ],
  CHAINS_ARE_LINKED: [
    `UPDATE events SET checksum = 'x' WHERE action = 'DELIVERY_VALIDATED'`,
    /event .*, number 2 of device .*, follows none that is here/,
  ],
  TOURS_STAND: [
    `INSERT INTO tours (driver_user_id, day, depot_id, state) VALUES (7, '2026-12-10', 1, 'COUNTED')`,
    /tour 7\.2026-12-10: COUNTED, loaded 0 times, counted 0 times/,
  ],
  JOURNALS_ARE_WHOLE: ['UPDATE journals SET complete_up_to = 9', /complete up to 9, held 3/],
};

test('[SUMS-1] every check has a bad row here', () => {
  expect(Object.keys(PLANTED).sort()).toEqual(CHECKS.map(({ name }) => name).sort());
});

test.each(Object.entries(PLANTED))('[SUMS-1] a planted row is named: %s', async (name, [sql, row]) => {
  const tx = await hq.server.owner.connect();
  try {
    await tx.query('BEGIN');
    // Past the triggers that keep even the owner from rewriting.
    await tx.query('SET LOCAL session_replication_role = replica');
    await tx.query(sql);
    const found = await findings(tx);
    expect(found.map(({ check }) => check)).toEqual([name]);
    expect(tellFindings(found)).toMatch(row);
  } finally {
    await tx.query('ROLLBACK');
    tx.release();
  }
});

test('[SUMS-2] what does not hold is logged row by row, and told to HQ once a night', async () => {
  const { database: db, ids } = hq.server.deps;
  const said: unknown[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (about: object) => said.push(about) };
  await hq.server.owner.query('UPDATE clients SET balance = balance + 1');
  await auditNightly({ database: db, clock, ids, log });
  await auditNightly({ database: db, clock, ids, log });
  await hq.server.owner.query('UPDATE clients SET balance = balance - 1');
  expect(said).toHaveLength(2);
  expect(said[0]).toMatchObject({ check: 'BALANCES_ARE_LEDGER', rows: [expect.stringContaining('balance')] });
  expect((await hq.get('alerts?kind=SUMS_DIFFER')).body.items).toMatchObject([{ details: { differences: 1 } }]);
});
