import type { ClientFact } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';
import type { ScopeQuery } from './scope-query.ts';

/** The columns of `clients c`. */
export const CLIENT = `c.id,
  ARRAY(SELECT cd.depot_id FROM client_depots cd WHERE cd.client_id = c.id ORDER BY cd.depot_id) AS depot_ids,
  c.name, c.phone, c.address, c.location, c.tax_id, c.balance, c.balance_as_of, c.updated_at, c.kind, c.rc, c.nif,
  c.nis, c.ai, c.note, c.opening_hours, c.proof, c.credit_limit, c.external_id`;

/** What is written of a client, as columns and as the types of a recordset; its depots lie apart. */
const WRITTEN = `name, phone, address, location, tax_id, updated_at, field_clocks, kind, rc, nif, nis, ai, note,
  opening_hours, proof, credit_limit, external_id`;
const RECORD = `id uuid, name text, phone text, address text, location jsonb, tax_id text, updated_at timestamptz,
  field_clocks jsonb, kind text, rc text, nif text, nis text, ai text, note text, opening_hours text, proof jsonb,
  credit_limit bigint, external_id text, balance_as_of timestamptz, depot_ids jsonb`;

export const clientScope: ScopeQuery = {
  sql: `SELECT c.id::text AS key, ${CLIENT} FROM client_depots x JOIN clients c ON c.id = x.client_id
        WHERE x.depot_id = $3 AND x.client_id > coalesce(nullif($1, '')::uuid, '00000000-0000-0000-0000-000000000000')
        ORDER BY x.client_id LIMIT $2`,
  params: ({ depotId }) => [depotId],
};

/** How many there are, of ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day). */
export const CLIENTS_IN_SCOPE = 'SELECT count(*) FROM client_depots WHERE depot_id = $1';

/** Clients as deciding changes them, locked: those that are named, and those of these deliveries. */
export async function lockClients(
  tx: Transaction,
  ids: string[],
  deliveryIds: string[],
): Promise<Map<string, ClientFact>> {
  if (ids.length === 0 && deliveryIds.length === 0) return new Map();
  const { rows } = await tx.query<ClientFact>(
    `SELECT ${CLIENT}, c.field_clocks FROM clients c
     WHERE c.id IN (SELECT unnest($1::uuid[]) UNION SELECT client_id FROM deliveries WHERE id = ANY ($2::uuid[]))
     ORDER BY c.id FOR UPDATE OF c`,
    [ids, deliveryIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function writeClients(tx: Transaction, plan: Plan): Promise<void> {
  const all = [...plan.clients.values()];
  const made = all.filter(({ id }) => plan.newClients.has(id));
  const changed = all.filter(({ id }) => !plan.newClients.has(id));
  await pipelined(made.length > 0 && insertClients(tx, made), changed.length > 0 && updateClients(tx, changed));
}

/** Plainly: one that is there after all was made by somebody else, and must not be written over. */
export async function insertClients(tx: Transaction, clients: ClientFact[]): Promise<void> {
  await tx.query(
    `WITH rows AS (
       SELECT * FROM json_to_recordset($1::json) AS r (${RECORD})
     ), written AS (
       INSERT INTO clients (id, balance_as_of, ${WRITTEN}) SELECT id, balance_as_of, ${WRITTEN} FROM rows ORDER BY id
     )
     INSERT INTO client_depots (client_id, depot_id)
     SELECT id, depot_id::integer FROM rows, jsonb_array_elements_text(depot_ids) AS depot_id ORDER BY id, depot_id`,
    [JSON.stringify(clients)],
  );
}

export async function updateClients(tx: Transaction, clients: ClientFact[]): Promise<void> {
  await tx.query(
    `UPDATE clients c SET (${WRITTEN}) = (SELECT ${WRITTEN} FROM (SELECT r.*) AS row)
     FROM json_to_recordset($1::json) AS r (${RECORD}) WHERE c.id = r.id`,
    [JSON.stringify(clients)],
  );
}
