import { type Depot, HQ_ROLES, type User } from '#shared/contract/entities.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { NewDepot, NewUser } from '#shared/contract/hq/requests.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { hashPassword } from '../identity/passwords.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import { changeCrews } from '../store/crews.ts';
import type { Transaction } from '../store/database.ts';
import { externalIdsTaken } from './external/external-ids.ts';
import { type CreateAll, findBadRows, namesTaken, type RowError } from './rows.ts';

/**
 * Rows are numbered as they were given, and inserted in the order of their key: two requests that make the same ones in
 * different orders wait for each other's rows in one order, and cannot deadlock. So it is with all that is made here.
 */
export const createDepots: CreateAll<NewDepot, Depot> = async (tx, _deps, inputs) => {
  const known = await externalIdsTaken(tx, 'depots', inputs);
  if (known.length > 0) return fail(known);
  const { rows } = await tx.query<Depot>(
    `INSERT INTO depots AS d (id, code, name, address, phone, external_id)
     SELECT id, code, name, address, phone, external_id FROM (
       SELECT nextval(pg_get_serial_sequence('depots', 'id')) AS id, r.*
       FROM json_to_recordset($1::json) AS r (code text, name text, address text, phone text, external_id text)
     ) AS numbered ORDER BY code
     ON CONFLICT (code) DO NOTHING RETURNING ${columns.DEPOT}`,
    [JSON.stringify(inputs)],
  );
  const bad = namesTaken(inputs, new Set(rows.map(({ code }) => code)), ({ code }) => code, 'a depot');
  return bad.length > 0 ? fail(bad) : ok(inInputOrder(inputs, rows, (row) => row.code));
};

export const createUsers: CreateAll<NewUser, User> = async (tx, deps, inputs) => {
  const misplaced = await misplacedUsers(tx, inputs);
  if (misplaced.length > 0) return fail(misplaced);
  const hashes = await Promise.all(inputs.map(({ password }) => hashPassword(password, deps.random)));
  return insertUsers(tx, deps, inputs, hashes);
};

/**
 * People of a file: nobody knows their passwords, not even HQ, so each signs in with a one-time code first. The secret is
 * thrown away at once, and one hash of it will do for all.
 */
export const createUsersWithoutPassword: CreateAll<Omit<NewUser, 'password'>, User> = async (tx, deps, inputs) => {
  const misplaced = await misplacedUsers(tx, inputs);
  if (misplaced.length > 0) return fail(misplaced);
  const hash = await hashPassword(Buffer.from(deps.random.bytes(UNKNOWN_SECRET_BYTES)).toString('hex'), deps.random);
  return insertUsers(
    tx,
    deps,
    inputs,
    inputs.map(() => hash),
  );
};

const UNKNOWN_SECRET_BYTES = 32;

type Person = Omit<NewUser, 'password'>;

async function misplacedUsers(tx: Transaction, inputs: Person[]): Promise<RowError[]> {
  const known = await tx.query<{ id: number }>('SELECT id FROM depots');
  const depots = new Set(known.rows.map(({ id }) => id));
  const misplaced = findBadRows(inputs, ({ role, depot_id }) => {
    if (depot_id != null && !depots.has(depot_id)) return ['NOT_FOUND', `There is no depot ${depot_id}.`];
    return !HQ_ROLES.includes(role) && depot_id == null ? ['INVALID_REQUEST', `A ${role} belongs to a depot.`] : null;
  });
  return misplaced.length > 0 ? misplaced : externalIdsTaken(tx, 'users', inputs);
}

async function insertUsers(
  tx: Transaction,
  deps: ServerDeps,
  inputs: Person[],
  hashes: string[],
): Promise<Result<User[], RowError[]>> {
  const { rows } = await tx.query<User>(
    `INSERT INTO users AS u (id, username, name, role, depot_id, password_hash, external_id)
     SELECT id, username, name, role, depot_id, password_hash, external_id FROM (
       SELECT nextval(pg_get_serial_sequence('users', 'id')) AS id, r.*
       FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[])
         AS r (username, name, role, depot_id, password_hash, external_id)
     ) AS numbered ORDER BY username
     ON CONFLICT (username) DO NOTHING RETURNING ${columns.USER}`,
    [
      inputs.map(({ username }) => username),
      inputs.map(({ name }) => name),
      inputs.map(({ role }) => role),
      inputs.map(({ depot_id }) => depot_id ?? null),
      hashes,
      inputs.map(({ external_id }) => external_id ?? null),
    ],
  );
  const bad = namesTaken(inputs, new Set(rows.map(({ username }) => username)), ({ username }) => username, 'a user');
  if (bad.length > 0) return fail(bad);
  const changes = rows.flatMap(({ id, name, depot_id }) =>
    depot_id === null
      ? []
      : [
          change(
            deps,
            { entity_type: 'USER', entity_id: id, action: 'USER_UPSERTED' },
            { id, name },
            { depots: [depot_id] },
          ),
        ],
  );
  await changeCrews(
    tx,
    rows.flatMap(({ depot_id }) => depot_id ?? []),
  );
  await appendChanges(tx, changes);
  return ok(inInputOrder(inputs, rows, (row) => row.username));
}

/** RETURNING promises no order. */
export function inInputOrder<Input, Row>(inputs: Input[], rows: Row[], nameOf: (item: Input | Row) => string): Row[] {
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  return inputs.map((input) => byName.get(nameOf(input)) as Row);
}
