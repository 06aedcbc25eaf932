import type { Delivery, User } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { type Acted, acted, changedBy, unchanged } from './acts/act.ts';
import type { Assignment, Move } from './inputs.ts';

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
  await appendChanges(tx, [change(deps, subject, { id, name: user.name }, { depots: depotIds })]);
  // After the change is numbered: every cursor that this user's devices can hold is from before it.
  await tx.query(
    'UPDATE users SET role = $2, depot_id = $3, scope_from = (SELECT last FROM change_counter) WHERE id = $1',
    [id, moved.role, moved.depot_id],
  );
  return acted(moved, changedBy({ what: 'USER_MOVED', type: 'USER' }, user, moved));
}

/** Another driver of the depot takes a delivery over: it leaves the first one's phone and comes to the other's. */
export async function assignDelivery(
  tx: Transaction,
  deps: ServerDeps,
  id: string,
  { driver_user_id }: Assignment,
): Promise<Result<Acted<Delivery>, RequestError>> {
  const found = await tx.query<Delivery>(
    `SELECT ${columns.DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id WHERE dl.id = $1 FOR UPDATE OF dl`,
    [id],
  );
  const delivery = found.rows[0];
  if (!delivery) return refuse('NOT_FOUND', `There is no delivery ${id}.`);
  if (delivery.status !== 'PENDING' && delivery.status !== 'FAILED') {
    return refuse('CONFLICT', `${delivery.reference} is ${delivery.status}: nobody can take it over any more.`);
  }
  if (!(await drivesFor(tx, driver_user_id, delivery.depot_id))) {
    return refuse('CONFLICT', `User ${driver_user_id} does not deliver for the delivery's depot.`);
  }
  await tx.query('UPDATE deliveries SET driver_user_id = $2 WHERE id = $1', [id, driver_user_id]);
  const assigned: Delivery = { ...delivery, driver_user_id };
  const users = [...new Set([delivery.driver_user_id, driver_user_id])];
  const subject = { entity_type: 'DELIVERY', entity_id: id, action: 'DELIVERY_UPDATED' } as const;
  await appendChanges(tx, [change(deps, subject, assigned, { users }, [delivery.depot_id])]);
  return acted(assigned, changedBy({ what: 'DELIVERY_MOVED', type: 'DELIVERY' }, delivery, assigned));
}

async function drivesFor(tx: Transaction, userId: number, depotId: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM users WHERE id = $1 AND depot_id = $2 AND is_active AND role IN ('driver', 'seller', 'warehouse')
     FOR SHARE`,
    [userId, depotId],
  );
  return rowCount === 1;
}
