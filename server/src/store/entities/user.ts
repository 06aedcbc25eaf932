import type { Staff } from '#shared/domain/decide/facts.ts';
import type { Transaction } from '../database.ts';
import type { ScopeQuery } from './scope-query.ts';

/** The columns of `users u`, as HQ sees them. */
export const USER = 'u.id, u.username, u.name, u.role, u.depot_id, u.is_active, u.external_id';

/** All that a device learns of a colleague. */
export const userScope: ScopeQuery = {
  sql: `SELECT lpad(u.id::text, 10, '0') AS key, u.id, u.name FROM users u
        WHERE u.id > coalesce(nullif($1, '')::integer, 0) AND ($3::integer IS NULL OR u.depot_id = $3)
        ORDER BY u.id LIMIT $2`,
  params: ({ depotId }) => [depotId],
};

/** How many there are, of ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day). */
export const USERS_IN_SCOPE = 'SELECT count(*) FROM users WHERE $1::integer IS NULL OR depot_id = $1';

/** Where the user `u` worked before, the oldest post first. */
export const EARLIER_POSTS = `coalesce((SELECT json_agg(json_build_object('role', p.role, 'depot_id', p.depot_id, 'until',
    to_char(p.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY p.until)
  FROM earlier_posts p WHERE p.user_id = u.id), '[]')`;

/** Users whom events name, with the posts that they had. */
export async function loadStaff(tx: Transaction, ids: number[]): Promise<Map<number, Staff>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<Staff & { id: number }>(
    `SELECT u.id, u.role, u.depot_id, ${EARLIER_POSTS} AS earlier FROM users u WHERE u.id = ANY ($1::integer[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...staff }) => [id, staff]));
}
