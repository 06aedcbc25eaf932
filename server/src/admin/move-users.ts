import type { User } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Move } from '#shared/contract/hq/requests.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import { changeCrews } from '../store/crews.ts';
import type { Transaction } from '../store/database.ts';
import { numberNow } from '../store/numbering.ts';
import { type Acted, acted, changedBy, unchanged } from './acts/act.ts';

/**
 * A user changes depot or role. What their devices recorded before is judged by the post they had then; their caches are
 * of another scope from now on and are fetched anew.
 */
export async function moveUser(
  tx: Transaction,
  deps: ServerDeps,
  id: number,
  move: Move,
): Promise<Result<Acted<User>, RequestError>> {
  const found = await tx.query<User>(`SELECT ${columns.USER} FROM users u WHERE u.id = $1 FOR UPDATE`, [id]);
  const user = found.rows[0];
  if (!user) return refuse('NOT_FOUND', `There is no user ${id}.`);
  const depots = await tx.query('SELECT 1 FROM depots WHERE id = $1', [move.depot_id]);
  if (depots.rowCount === 0) return refuse('NOT_FOUND', `There is no depot ${move.depot_id}.`);
  const moved: User = { ...user, role: move.role ?? user.role, depot_id: move.depot_id };
  if (moved.role === user.role && moved.depot_id === user.depot_id) return unchanged(user);
  await tx.query('INSERT INTO earlier_posts (user_id, role, depot_id, until) VALUES ($1, $2, $3, $4)', [
    id,
    user.role,
    user.depot_id,
    isoTime(deps.clock.now()),
  ]);
  const depotIds = [...new Set([user.depot_id, moved.depot_id].flatMap((depotId) => depotId ?? []))];
  const subject = { entity_type: 'USER', entity_id: id, action: 'USER_UPSERTED' } as const;
  await changeCrews(tx, depotIds);
  await appendChanges(tx, [change(deps, subject, { id, name: user.name }, { depots: depotIds })]);
  // Every cursor that this user's devices can hold is from before this, and nobody numbers anything until it is committed.
  const scopeFrom = await numberNow(tx);
  await tx.query('UPDATE users SET role = $2, depot_id = $3, scope_from = $4 WHERE id = $1', [
    ...[id, moved.role, moved.depot_id, scopeFrom],
  ]);
  return acted(moved, changedBy({ what: 'USER_MOVED', type: 'USER' }, user, moved));
}
