import type { ClientFact, Facts } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';
import { pgTextArray } from '../lists.ts';
import { pipelined } from '../pipelined.ts';
import { writeAlerts } from './write-alerts.ts';

/** Writes what was decided, but for what is said of it: a statement a table that the plan touches, whatever the number of events. */
export async function applyPlan(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  await pipelined(
    writeClients(tx, plan),
    writeDeliveries(tx, plan),
    writeInvoices(tx, plan, facts),
    writeStock(tx, plan, facts),
    writeAlerts(tx, plan.alerts, facts.now),
  );
}

async function writeClients(tx: Transaction, plan: Plan): Promise<void> {
  const all = [...plan.clients.values()];
  const made = all.filter(({ id }) => plan.newClients.has(id));
  const changed = all.filter(({ id }) => !plan.newClients.has(id));
  await pipelined(made.length > 0 && insertClients(tx, made), changed.length > 0 && updateClients(tx, changed));
}

/** Plainly: one that is there after all was made by somebody else, and must not be written over. */
async function insertClients(tx: Transaction, clients: ClientFact[]): Promise<void> {
  await tx.query(
    `WITH rows AS (
       SELECT * FROM json_to_recordset($1::json) AS r (id uuid, name text, phone text, address text, location jsonb,
         tax_id text, updated_at timestamptz, field_clocks jsonb, depot_ids jsonb)
     ), written AS (
       INSERT INTO clients (id, name, phone, address, location, tax_id, updated_at, field_clocks)
       SELECT id, name, phone, address, location, tax_id, updated_at, field_clocks FROM rows ORDER BY id
     )
     INSERT INTO client_depots (client_id, depot_id)
     SELECT id, depot_id::integer FROM rows, jsonb_array_elements_text(depot_ids) AS depot_id ORDER BY id, depot_id`,
    [JSON.stringify(clients)],
  );
}

async function updateClients(tx: Transaction, clients: ClientFact[]): Promise<void> {
  await tx.query(
    `UPDATE clients c SET name = r.name, phone = r.phone, address = r.address, location = r.location,
       tax_id = r.tax_id, updated_at = r.updated_at, field_clocks = r.field_clocks
     FROM json_to_recordset($1::json) AS r (id uuid, name text, phone text, address text, location jsonb,
       tax_id text, updated_at timestamptz, field_clocks jsonb)
     WHERE c.id = r.id`,
    [JSON.stringify(clients)],
  );
}

async function writeDeliveries(tx: Transaction, plan: Plan): Promise<void> {
  if (plan.deliveries.size === 0) return;
  const rows = [...plan.deliveries.values()].map(({ delivery, event_id }) => ({
    id: delivery.id,
    status: delivery.status,
    lines: delivery.lines,
    validated_at: delivery.validated_at,
    validated_by: delivery.validated_by,
    validated_event: delivery.validated_at === null ? null : event_id,
  }));
  await tx.query(
    `UPDATE deliveries d SET status = r.status, lines = r.lines, validated_at = r.validated_at,
       validated_by = r.validated_by, validated_event = r.validated_event
     FROM json_to_recordset($1::json) AS r (id uuid, status text, lines jsonb, validated_at timestamptz,
       validated_by integer, validated_event uuid)
     WHERE d.id = r.id`,
    [JSON.stringify(rows)],
  );
}

async function writeInvoices(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  if (plan.invoices.length === 0) return;
  const inserted = tx.query(
    `INSERT INTO invoices (id, reference, depot_id, client_id, delivery_id, lines, total_ht, total_tva, stamp_duty,
       total_ttc, payment, claimed, created_by, created_at)
     SELECT id, reference, depot_id, client_id, delivery_id, lines, total_ht, total_tva, stamp_duty,
       total_ttc, payment, claimed, created_by, created_at
     FROM json_to_recordset($1::json) AS r (id uuid, reference text, depot_id integer, client_id uuid,
       delivery_id uuid, lines jsonb, total_ht bigint, total_tva bigint, stamp_duty bigint, total_ttc bigint,
       payment text, claimed jsonb, created_by integer, created_at timestamptz)`,
    [JSON.stringify(plan.invoices)],
  );
  const depots = [...plan.counters];
  const counted = tx.query(
    `UPDATE document_counters n SET last = r.last FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS r (depot_id, year, last)
     WHERE n.series = 'FAC' AND n.year = r.year AND n.depot_id = r.depot_id`,
    [depots, depots.map((id) => facts.invoiceYears.get(id)), depots.map((id) => facts.invoiceCounters.get(id))],
  );
  await pipelined(inserted, counted);
}

async function writeStock(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  if (plan.stock.size === 0) return;
  await pipelined(takeFromLots(tx, plan), addLots(tx, plan), bookMoves(tx, plan, facts), setLevels(tx, plan, facts));
}

async function takeFromLots(tx: Transaction, plan: Plan): Promise<void> {
  const lots = [...plan.lots.values()];
  await tx.query(
    `UPDATE lots l SET remaining_quantity = r.remaining FROM unnest($1::uuid[], $2::integer[]) AS r (id, remaining)
     WHERE l.id = r.id`,
    [lots.map(({ id }) => id), lots.map(({ remaining_quantity }) => remaining_quantity)],
  );
}

async function addLots(tx: Transaction, plan: Plan): Promise<void> {
  if (plan.newLots.length === 0) return;
  await tx.query(
    `INSERT INTO lots (id, depot_id, product_id, lot_number, produced_at, expires_at, received_quantity,
       remaining_quantity)
     SELECT id, depot_id, product_id, lot_number, produced_at, produced_at, 0, remaining_quantity
     FROM json_to_recordset($1::json) AS r (id uuid, depot_id integer, product_id integer, lot_number text,
       produced_at date, remaining_quantity integer)`,
    [JSON.stringify(plan.newLots)],
  );
}

async function bookMoves(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  await tx.query(
    `INSERT INTO stock_moves (event_id, lot_id, quantity, moved_at)
     SELECT event_id, lot_id, quantity, $4
     FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS r (event_id, lot_id, quantity)`,
    [
      pgTextArray(plan.moves.map(({ event_id }) => event_id)),
      pgTextArray(plan.moves.map(({ lot_id }) => lot_id)),
      pgTextArray(plan.moves.map(({ quantity }) => quantity)),
      facts.now,
    ],
  );
}

async function setLevels(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  const keys = [...plan.stock].map((key) => key.split(':').map(Number) as [number, number]);
  await tx.query(
    `INSERT INTO stock_levels (depot_id, product_id, quantity, as_of)
     SELECT depot_id, product_id, quantity, $4
     FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS r (depot_id, product_id, quantity)
     ORDER BY depot_id, product_id
     ON CONFLICT (depot_id, product_id) DO UPDATE SET quantity = excluded.quantity, as_of = excluded.as_of`,
    [
      keys.map(([depotId]) => depotId),
      keys.map(([, productId]) => productId),
      [...plan.stock].map((key) => facts.stock.get(key) ?? 0),
      facts.now,
    ],
  );
}
