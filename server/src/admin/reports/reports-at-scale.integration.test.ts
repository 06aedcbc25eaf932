import { afterAll, beforeAll, expect, test } from 'vitest';
import { explaining } from '#shared/testing/explaining.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import type { Database, Queryable } from '../../store/database.ts';
import { fillManyYears } from '../../testing/many-years.ts';
import { openTestHq } from '../../testing/open-test-hq.ts';
import { turnedClock } from '../../testing/open-test-server.ts';
import type { Actor } from '../actor.ts';
import { unseenByUser } from '../alerts.ts';
import { arrivalBoard } from '../board/arrivals.ts';
import { overview } from '../board/overview.ts';
import { uninvoicedReport } from '../invoices/uninvoiced.ts';
import { recallLot } from '../stock/recall.ts';
import { chequeReport } from './cheques.ts';
import { clientStatement } from './statement.ts';
import { tvaReport } from './tva.ts';

const MOST_READ = 10_000;
const database = await createTestDatabase();
const clock = turnedClock('2026-12-01T10:00:00.000Z');
const { server, alger, post, newLot } = await openTestHq(database.url, clock);
const ids = { client: '', lot: '' };

beforeAll(async () => {
  ids.lot = (await post('lots', newLot())).body.id;
  await fillManyYears(server.owner);
  await server.owner.query(
    `INSERT INTO ledger (kind, source_id, client_id, amount, booked_at)
     SELECT 'INVOICE', id, client_id, total_ttc, created_at FROM invoices`,
  );
  await server.owner.query(
    `INSERT INTO stock_moves (event_id, lot_id, quantity, moved_at)
     SELECT id, $1, -1, stored_at FROM events WHERE action = 'DELIVERY_VALIDATED' ORDER BY stored_at DESC LIMIT 500`,
    [ids.lot],
  );
  await server.owner.query(
    `UPDATE deliveries SET cheque = '{"amount": 1000, "bank": "BNA", "number": "1"}'
     WHERE status = 'VALIDATED' AND reference LIKE '%0'`,
  );
  await server.owner.query('ANALYZE deliveries, ledger, stock_moves');
  const { rows } = await server.owner.query(`SELECT id FROM clients WHERE name = 'Client 7'`);
  ids.client = rows[0].id;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const admin: Actor = { userId: 1, userName: 'A', deviceId: 'x', role: 'admin', depotId: null, isService: false };
const day = '2025-06-15';
const month = {
  ...{ month: '2025-06', from: '2025-06-01', to: '2025-06-30', depotId: null },
  ...{ begins: '2025-05-31T23:00:00.000Z', ends: '2025-06-30T23:00:00.000Z' },
};
const QUESTIONS: [what: string, most: number, ask: (database: Queryable) => Promise<unknown>][] = [
  ['the overview', MOST_READ, (db) => overview({ database: db as Database, clock }, { day, depotId: null })],
  [
    'the overview of a depot',
    MOST_READ,
    (db) => overview({ database: db as Database, clock }, { day, depotId: alger }),
  ],
  ['the arrival board', MOST_READ, (db) => arrivalBoard(db, { day, depotId: null })],
  ['signals by person', MOST_READ, (db) => unseenByUser(db as Database, admin, null)],
  ['the TVA of a month', MOST_READ, (db) => tvaReport(db, month)],
  ['the cheques of a month', MOST_READ, (db) => chequeReport(db, { ...month, state: null })],
  ['a client’s statement', MOST_READ, (db) => clientStatement(db, admin, { id: ids.client, period: month })],
  ['what waits for an invoice', 2 * MOST_READ, (db) => uninvoicedReport(db, month)],
  ['a lot’s recall', MOST_READ, (db) => recallLot(db, admin, ids.lot)],
];

test.each(QUESTIONS)('[HQ-79] over three years %s reads no more than %i rows a statement', async (_what, most, ask) => {
  const { database: explained, reads } = explaining(server.deps.database);
  await ask(explained);
  expect(reads.length).toBeGreaterThan(0);
  expect(Math.max(...reads)).toBeLessThanOrEqual(most);
});
