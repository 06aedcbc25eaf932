import { setImmediate } from 'node:timers/promises';
import type { Delivery } from '#shared/contract/entities.ts';
import { fail, ok } from '#shared/contract/errors.ts';
import type { NewDelivery } from '#shared/contract/hq/requests.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isDay, isNearDay } from '#shared/domain/company-day.ts';
import { entityKey } from '#shared/domain/decide/entity-keys.ts';
import { algiersYear, reference } from '#shared/domain/references.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { makeQr } from '../identity/qr.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { changeAtDepot } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { beginMaking } from '../store/sync/make-entities.ts';
import { planTours } from '../store/sync/review-tours.ts';
import { addToDepots, clientChanges, lockClients, readClients } from './create-clients.ts';
import { inInputOrder } from './create-people.ts';
import { externalIdsTaken } from './external/external-ids.ts';
import { type CreateAll, findBadRows, type RowFault } from './rows.ts';

/** Codes that are signed before others have their turn. */
const SIGNED_PER_TURN = 100;

/** Who may be sent on a tour: those whose validation counts. */
const DELIVERERS = ['driver', 'seller', 'warehouse'];

/**
 * Plans deliveries: computes their totals, numbers and signs them, tells their drivers and their depots' hubs. A client
 * belongs from then on to each depot that delivers to it.
 */
export const createDeliveries: CreateAll<NewDelivery, Delivery> = async (tx, deps, inputs) => {
  const ids = inputs.map(() => deps.ids.uuid());
  const keys = ids.map((id) => entityKey('DELIVERY', id));
  const named = { clients: inputs.map(({ client_id }) => client_id) };
  const making = await beginMaking(tx, keys, named, syncDeps(deps));
  const facts = await loadFacts(tx, inputs);
  const bad = findBadRows(inputs, (input) => fault(input, facts, deps.clock.now()));
  if (bad.length > 0) return fail(bad);
  const taken = await externalIdsTaken(tx, 'deliveries', inputs);
  if (taken.length > 0) return fail(taken);
  // Before any number is spent or row written: whoever decides events locks clients before these, too.
  await lockClients(tx, making.clients);
  const references = await nextReferences(tx, inputs, facts, algiersYear(deps.clock.now()));
  const made = [];
  for (const [row, input] of inputs.entries()) {
    if (row % SIGNED_PER_TURN === 0) await setImmediate();
    const id = ids[row] as string;
    const qr_payload = makeQr({ id, depot_id: input.depot_id }, deps.keys, deps.random);
    made.push({ ...input, id, reference: references[row] as string, qr_payload });
  }
  await insertDeliveries(tx, made);
  const { rows } = await tx.query<Delivery>(
    `SELECT ${columns.DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id WHERE dl.id = ANY ($1::uuid[])`,
    [made.map(({ id }) => id)],
  );
  const deliveries = inInputOrder(made, rows, ({ id }) => id);
  const newcomers = await addToDepots(tx, inputs);
  const clients = clientChanges(deps, await readClients(tx, [...newcomers]));
  const planned = deliveries.map((delivery) => assigned(deps, delivery));
  const released = await making.decideWaiting(inputs.map(({ driver_user_id }) => driver_user_id));
  const tours = await planTours(
    tx,
    inputs.map(({ planned_for, ...input }) => ({ ...input, day: planned_for })),
    syncDeps(deps),
  );
  await appendChanges(tx, [...clients, ...planned, ...released, ...tours]);
  return ok(deliveries);
};

/** The driver's devices are told, the depot's crew, and its hub, which prints the code. */
const assigned = (deps: ServerDeps, delivery: Delivery) => {
  const subject = { entity_type: 'DELIVERY', entity_id: delivery.id, action: 'DELIVERY_ASSIGNED' } as const;
  return changeAtDepot(deps, subject, delivery, { depotId: delivery.depot_id, users: [delivery.driver_user_id] });
};

interface PlanningFacts {
  depots: Map<number, string>;
  drivers: Map<number, { depot_id: number | null; role: string; is_active: boolean }>;
  clients: Set<string>;
  products: Map<number, boolean>;
}

async function loadFacts(tx: Transaction, inputs: NewDelivery[]): Promise<PlanningFacts> {
  const depots = await tx.query<{ id: number; code: string }>('SELECT id, code FROM depots');
  const drivers = await tx.query<{ id: number; depot_id: number | null; role: string; is_active: boolean }>(
    // Nobody is moved or closed while a delivery is planned for them.
    'SELECT id, depot_id, role, is_active FROM users WHERE id = ANY ($1::integer[]) ORDER BY id FOR SHARE',
    [inputs.map(({ driver_user_id }) => driver_user_id)],
  );
  const clients = await tx.query<{ id: string }>('SELECT id FROM clients WHERE id = ANY ($1::uuid[])', [
    inputs.map(({ client_id }) => client_id),
  ]);
  const products = await tx.query<{ id: number; is_active: boolean }>(
    'SELECT id, is_active FROM products WHERE id = ANY ($1::integer[])',
    [[...new Set(inputs.flatMap(({ lines }) => lines.map(({ product_id }) => product_id)))]],
  );
  return {
    depots: new Map(depots.rows.map(({ id, code }) => [id, code])),
    drivers: new Map(drivers.rows.map(({ id, ...driver }) => [id, driver])),
    clients: new Set(clients.rows.map(({ id }) => id)),
    products: new Map(products.rows.map(({ id, is_active }) => [id, is_active])),
  };
}

type Fault = RowFault | null;

function fault(input: NewDelivery, facts: PlanningFacts, nowMs: number): Fault {
  if (!facts.depots.has(input.depot_id)) return ['NOT_FOUND', `There is no depot ${input.depot_id}.`];
  if (!facts.clients.has(input.client_id)) return ['NOT_FOUND', `There is no client ${input.client_id}.`];
  if (!isDay(input.planned_for)) return ['INVALID_REQUEST', `planned_for ${input.planned_for} is not in the calendar.`];
  if (!isNearDay(input.planned_for, nowMs, LIMITS.planningDays)) {
    return ['INVALID_REQUEST', `planned_for ${input.planned_for} is too far from today.`, 'DAY_FAR'];
  }
  return driverFault(input, facts) ?? linesFault(input, facts);
}

function driverFault({ driver_user_id, depot_id }: NewDelivery, facts: PlanningFacts): Fault {
  const driver = facts.drivers.get(driver_user_id);
  if (!driver) return ['NOT_FOUND', `There is no user ${driver_user_id}.`];
  if (driver.depot_id !== depot_id)
    return ['CONFLICT', `User ${driver_user_id} does not belong to depot ${depot_id}.`, 'DRIVER_ELSEWHERE'];
  if (!driver.is_active) return ['CONFLICT', `The account of user ${driver_user_id} is closed.`, 'DRIVER_ELSEWHERE'];
  return DELIVERERS.includes(driver.role)
    ? null
    : ['CONFLICT', `User ${driver_user_id} does not deliver: ${driver.role}.`, 'DRIVER_ELSEWHERE'];
}

function linesFault({ lines }: NewDelivery, facts: PlanningFacts): Fault {
  const unknown = lines.find(({ product_id }) => !facts.products.has(product_id));
  if (unknown) return ['NOT_FOUND', `There is no product ${unknown.product_id}.`];
  const retired = lines.find(({ product_id }) => !facts.products.get(product_id));
  if (retired) return ['CONFLICT', `Product ${retired.product_id} is not sold any more.`, 'OFF_SALE'];
  // A validation says what was delivered by product: two lines of one could not be told apart.
  if (new Set(lines.map(({ product_id }) => product_id)).size < lines.length) {
    return ['INVALID_REQUEST', 'A product stands on two lines: add them up.'];
  }
  const { total_ttc } = totalsOf(lines, null);
  return Number.isSafeInteger(total_ttc) ? null : ['INVALID_REQUEST', 'The total is beyond what can be counted.'];
}

/**
 * Numbers run without a gap in each depot and year: the counter's row is locked until the commit. A clock that went back
 * over New Year does not lead back into last year's series.
 */
async function nextReferences(
  tx: Transaction,
  inputs: NewDelivery[],
  facts: PlanningFacts,
  year: number,
): Promise<string[]> {
  await tx.query(
    `SELECT FROM document_counters WHERE series = 'BL' AND depot_id = ANY ($1::integer[])
     ORDER BY depot_id, year FOR UPDATE`,
    [inputs.map(({ depot_id }) => depot_id)],
  );
  const { rows } = await tx.query<{ depot_id: number; year: number; last: number; count: number }>(
    `WITH wanted AS (SELECT depot_id, count(*)::integer AS count FROM unnest($1::integer[]) AS r (depot_id) GROUP BY 1),
     spent AS (
       INSERT INTO document_counters AS n (series, depot_id, year, last)
       SELECT 'BL', depot_id, greatest($2::integer, (SELECT max(c.year) FROM document_counters c
         WHERE c.series = 'BL' AND c.depot_id = wanted.depot_id)), count
       FROM wanted ORDER BY depot_id
       ON CONFLICT (series, depot_id, year) DO UPDATE SET last = n.last + excluded.last
       RETURNING depot_id, year, last)
     SELECT depot_id, year, last, count FROM spent JOIN wanted USING (depot_id)`,
    [inputs.map(({ depot_id }) => depot_id), year],
  );
  const next = new Map(rows.map(({ depot_id, year, last, count }) => [depot_id, { year, number: last - count + 1 }]));
  return inputs.map(({ depot_id }) => {
    const { year: series, number } = next.get(depot_id) as { year: number; number: number };
    next.set(depot_id, { year: series, number: number + 1 });
    return reference('BL', facts.depots.get(depot_id) as string, series, number);
  });
}

async function insertDeliveries(
  tx: Transaction,
  made: (NewDelivery & { id: string; reference: string; qr_payload: string })[],
): Promise<void> {
  const totals = made.map(({ lines }) => totalsOf(lines, null));
  await tx.query(
    `INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines,
       total_ht, total_tva, total_ttc, qr_payload, external_id)
     SELECT id, reference, depot_id, driver_user_id, client_id, planned_for, 'PENDING', lines,
       total_ht, total_tva, total_ttc, qr_payload, external_id
     FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::uuid[], $6::date[], $7::jsonb[],
         $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::text[])
       AS r (id, reference, depot_id, driver_user_id, client_id, planned_for, lines,
         total_ht, total_tva, total_ttc, qr_payload, external_id)`,
    [
      made.map(({ id }) => id),
      made.map((delivery) => delivery.reference),
      made.map(({ depot_id }) => depot_id),
      made.map(({ driver_user_id }) => driver_user_id),
      made.map(({ client_id }) => client_id),
      made.map(({ planned_for }) => planned_for),
      made.map(({ lines }) => JSON.stringify(lines.map(bareLine))),
      totals.map(({ total_ht }) => total_ht),
      totals.map(({ total_tva }) => total_tva),
      totals.map(({ total_ttc }) => total_ttc),
      made.map(({ qr_payload }) => qr_payload),
      made.map(({ external_id }) => external_id ?? null),
    ],
  );
}

/** Only what the contract knows of a line is kept: `delivered` is the validation's to say. */
const bareLine = ({ product_id, quantity, unit_price_ht, tva_rate }: NewDelivery['lines'][number]) => ({
  product_id,
  quantity,
  unit_price_ht,
  tva_rate,
});
