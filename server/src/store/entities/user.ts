import type { ScopeQuery } from './scope-query.ts';

/** The columns of `users u`, as HQ sees them. */
export const USER = 'u.id, u.username, u.name, u.role, u.depot_id, u.is_active';

/** All that a device learns of a colleague. */
export const userScope: ScopeQuery = {
  sql: `SELECT lpad(u.id::text, 10, '0') AS key, u.id, u.name FROM users u
        WHERE u.id > coalesce(nullif($1, '')::integer, 0) AND ($3::integer IS NULL OR u.depot_id = $3)
        ORDER BY u.id LIMIT $2`,
  params: ({ depotId }) => [depotId],
};

/** How many there are, of ($1 the depot, null for all, $2 a hub's depot, $3 a driver, $4 from which day). */
export const USERS_IN_SCOPE = 'SELECT count(*) FROM users WHERE $1::integer IS NULL OR depot_id = $1';
