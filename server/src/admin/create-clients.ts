import type { Client } from '#shared/contract/entities.ts';
import { fail, ok } from '#shared/contract/errors.ts';
import type { ClientChange, NewClient } from '#shared/contract/hq/requests.ts';
import type { Change } from '#shared/domain/change.ts';
import type { FieldClocks } from '#shared/domain/client-fields.ts';
import { blankClient, CLIENT_FIELDS } from '#shared/domain/decide/client-record.ts';
import { entityKey } from '#shared/domain/decide/entity-keys.ts';
import type { ClientFact } from '#shared/domain/decide/facts.ts';
import { placeOrNull } from '#shared/domain/place.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { insertClients } from '../store/entities/client.ts';
import { beginMaking } from '../store/sync/make-entities.ts';
import { inInputOrder } from './create-people.ts';
import { externalIdsTaken } from './external/external-ids.ts';
import { type CreateAll, findBadRows } from './rows.ts';

export const createClients: CreateAll<NewClient, Client> = async (tx, deps, inputs) => {
  const known = await tx.query<{ id: number }>('SELECT id FROM depots');
  const depots = new Set(known.rows.map(({ id }) => id));
  const bad = findBadRows(inputs, ({ depot_ids = [] }) => {
    const unknown = depot_ids.find((id) => !depots.has(id));
    return unknown === undefined ? null : ['NOT_FOUND', `There is no depot ${unknown}.`];
  });
  if (bad.length > 0) return fail(bad);
  const taken = await externalIdsTaken(tx, 'clients', inputs);
  if (taken.length > 0) return fail(taken);
  const now = isoTime(deps.clock.now());
  const made = inputs.map((input) => newClient(deps.ids.uuid(), input, now));
  const keys = made.map(({ id }) => entityKey('CLIENT', id));
  const { decideWaiting } = await beginMaking(tx, keys, { clients: [] }, syncDeps(deps));
  await insertClients(tx, made);
  const clients = await readClients(
    tx,
    made.map(({ id }) => id),
  );
  await appendChanges(tx, [...clientChanges(deps, clients), ...(await decideWaiting())]);
  return ok(inInputOrder(made, clients, ({ id }) => id));
};

const newClient = (id: string, { depot_ids = [], ...input }: NewClient, now: string): ClientFact => ({
  ...blankClient(id, [...new Set(depot_ids)], now),
  ...input,
  location: placeOrNull(input.location),
  field_clocks: clocksOf(id, input, now),
});

/** HQ's statement on a field counts from now: a phone's later change wins over it, as over another phone's. */
export const clocksOf = (id: string, said: ClientChange, now: string): FieldClocks =>
  Object.fromEntries(CLIENT_FIELDS.filter((field) => said[field] !== undefined).map((field) => [field, [now, id]]));

/** Makes clients known in depots; answers the clients for which that was new. */
export async function addToDepots(
  tx: Transaction,
  places: { client_id: string; depot_id: number }[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ client_id: string }>(
    `INSERT INTO client_depots (client_id, depot_id)
     SELECT DISTINCT client_id, depot_id FROM unnest($1::uuid[], $2::integer[]) AS r (client_id, depot_id)
     ORDER BY client_id, depot_id ON CONFLICT DO NOTHING RETURNING client_id`,
    [places.map(({ client_id }) => client_id), places.map(({ depot_id }) => depot_id)],
  );
  return new Set(rows.map(({ client_id }) => client_id));
}

export const lockClients = (tx: Transaction, ids: string[]) =>
  tx.query('SELECT FROM clients WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);

/** Locked before they are read, so that what is said of them is never older than what was said last. */
export async function readClients(tx: Transaction, ids: string[]): Promise<Client[]> {
  await lockClients(tx, ids);
  const { rows } = await tx.query<Client>(
    `SELECT ${columns.CLIENT} FROM clients c WHERE c.id = ANY ($1::uuid[]) ORDER BY c.id`,
    [ids],
  );
  return rows;
}

/**
 * Each client's depots are told of it, and those that have just lost it; of one that no depot has yet only programs hear,
 * by the feed.
 */
export const clientChanges = (deps: ServerDeps, clients: Client[], left: number[] = []): Change[] =>
  clients.map((client) => {
    const subject = { entity_type: 'CLIENT', entity_id: client.id, action: 'CLIENT_UPSERTED' } as const;
    return change(deps, subject, client, { depots: [...client.depot_ids, ...left] });
  });
