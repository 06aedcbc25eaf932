import type { FastifyRequest } from 'fastify';
import { HQ_ROLES, type Role } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Queryable } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import type { Hq } from '../hq.ts';
import { LISTINGS } from '../lists/listings.ts';
import { readOne } from '../lists/read-page.ts';

type Members = Record<string, unknown>;

/**
 * What a program may not write, whatever its scopes: people of HQ, since one of them could do everything; and with a key
 * of one depot nothing of another's.
 */
export function boundPrograms({ app, deps, actorIn }: Hq): void {
  app.addHook('preHandler', async (request, reply) => {
    const actor = actorIn(request);
    if (!actor.isService || request.method === 'GET' || request.method === 'HEAD') return;
    const checked = await checkWrite(deps.database, actor, request);
    if (!checked.ok) return sendResult(reply, checked);
  });
}

async function checkWrite(
  database: Queryable,
  actor: Actor,
  request: FastifyRequest,
): Promise<Result<null, RequestError>> {
  const [, resource = ''] = /^\/api\/admin\/([\w-]+)/.exec(request.routeOptions.url ?? '') ?? [];
  const { id = null } = request.params as { id?: string };
  const rows = rowsIn(request.body);
  if (resource === 'users') {
    const people = await checkPeople(database, rows, id);
    if (!people.ok) return people;
  }
  if (actor.depotId === null) return ok(null);
  const elsewhere = rows.find(({ depot_id }) => depot_id !== undefined && depot_id !== actor.depotId);
  if (elsewhere) return refuse('FORBIDDEN', 'This key is of one depot, and of no other.');
  const listing = LISTINGS[resource === 'stock' ? 'stock/transfers' : resource === 'lots' ? 'lots' : 'deliveries'];
  return id === null ? ok(null) : asNull(await readOne(database, listing, actor, id));
}

/** A body, or the rows of one that brings several. */
function rowsIn(body: unknown): Members[] {
  const { rows } = (body ?? {}) as { rows?: unknown };
  return Array.isArray(rows) ? (rows as Members[]) : [(body ?? {}) as Members];
}

async function checkPeople(
  database: Queryable,
  rows: Members[],
  id: string | null,
): Promise<Result<null, RequestError>> {
  const known = await database.query<{ role: Role }>('SELECT role FROM users WHERE id::text = $1', [id]);
  const roles = [...rows.map(({ role }) => role), ...known.rows.map(({ role }) => role)];
  return roles.some((role) => HQ_ROLES.includes(role as Role))
    ? refuse('FORBIDDEN', 'People of HQ are entered and changed by an admin, not by a program.')
    : ok(null);
}

const asNull = (found: Result<unknown, RequestError>): Result<null, RequestError> => (found.ok ? ok(null) : found);
