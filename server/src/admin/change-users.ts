import type { User } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import type { UserChange } from '#shared/contract/hq/requests.ts';
import type { Change as LogChange } from '#shared/domain/change.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../http/because.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { forgetCodes } from '../identity/reset-codes.ts';
import { revokeUserSessions } from '../identity/sessions.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import type { Changing } from './change-one.ts';

/**
 * A user's name, what the ERP calls it, and whether the account is open. Closing ends every session and every code of it, and hubs are told, so
 * that nobody signs in or goes on anywhere. What its devices recorded before is still taken and counts.
 */
export const changingUsers: Changing<UserChange, User> = {
  subject: { what: 'USER_CHANGED', type: 'USER' },

  async lock(tx, id, actor) {
    // The actor's own row too, in one order: of two admins who close each other at once, the second finds itself closed.
    const { rows } = await tx.query<User>(
      `SELECT ${columns.USER} FROM users u WHERE u.id = ANY ($1::integer[]) ORDER BY u.id FOR UPDATE`,
      [[Number(id), actor.userId]],
    );
    const isActing = rows.some((user) => user.id === actor.userId && user.is_active);
    return (isActing && rows.find((user) => user.id === Number(id))) || null;
  },

  async change(tx, deps, { actor, before, input }) {
    const after: User = { ...before, ...input };
    const isClosing = before.is_active && !after.is_active;
    if (isClosing && before.id === actor.userId) {
      return because('OWN_ACCOUNT', 'CONFLICT', 'Nobody closes their own account: ask another administrator.');
    }
    await tx.query(
      `UPDATE users SET name = $2, is_active = $3, external_id = $5,
         closed_at = CASE WHEN $3 THEN NULL WHEN is_active THEN $4 ELSE closed_at END
       WHERE id = $1`,
      [before.id, after.name, after.is_active, isoTime(deps.clock.now()), after.external_id],
    );
    if (isClosing) {
      await revokeUserSessions(tx, before.id);
      await forgetCodes(tx, before.id);
    }
    if (before.is_active !== after.is_active) {
      deps.log.info({ user_id: before.id, by: actor.userId, is_active: after.is_active }, 'an account was changed');
    }
    await appendChanges(tx, await newsOf(tx, deps, before, after));
    return ok(after);
  },
};

async function newsOf(tx: Transaction, deps: ServerDeps, before: User, { id, name, depot_id, is_active }: User) {
  const news: LogChange[] = [];
  if (name !== before.name && depot_id !== null) {
    const subject = { entity_type: 'USER', entity_id: id, action: 'USER_UPSERTED' } as const;
    news.push(change(deps, subject, { id, name }, { depots: [depot_id] }));
  }
  if (is_active !== before.is_active) {
    // Whoever has left may turn up in any yard, so every hub is told; no device is.
    const { rows: depots } = await tx.query<{ id: number }>('SELECT id FROM depots ORDER BY id');
    const subject = { entity_type: 'USER', entity_id: id, action: 'ACCOUNT_CHANGED' } as const;
    const hubs = depots.map((depot) => depot.id);
    news.push(change(deps, subject, { user_id: id, is_active }, {}, hubs));
  }
  return news;
}
