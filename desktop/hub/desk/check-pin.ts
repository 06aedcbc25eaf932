import type { ActedBy, DeskTrouble } from '#shared/contract/desktop/desk.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { pinIsSpent } from '#shared/domain/pin.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type ClerkSessionDeps, leave } from './clerk-session.ts';
import type { Clerk } from './clerk-store.ts';
import { isPin } from './pin-hash.ts';

export interface DeskRefusal {
  trouble: DeskTrouble;
  waitMs?: number;
}

export interface CheckPinDeps extends ClerkSessionDeps {
  serverTime: { now(): number };
  clock: Clock;
}

/** Whether the PIN is enough: HQ's last statement about this clerk still holds, and there are tries left. */
export const isPinEnough = (
  { device_id, user_id, believed_until, wrong_pins }: Clerk,
  { checkpoints, serverTime }: Pick<CheckPinDeps, 'checkpoints' | 'serverTime'>,
): boolean =>
  serverTime.now() < believed_until &&
  !checkpoints.isRevoked(device_id) &&
  !checkpoints.isClosed(user_id) &&
  !pinIsSpent(wrong_pins);

/** Who acts, by name and PIN. A try counts before it is looked at. */
export async function checkPin(deps: CheckPinDeps, { user_id, pin }: ActedBy): Promise<Result<Clerk, DeskRefusal>> {
  const clerk = deps.clerks.get(user_id);
  if (clerk === null) return fail({ trouble: 'SIGN_IN' });
  if (deps.checkpoints.isRevoked(clerk.device_id)) leave(deps, clerk);
  if (!isPinEnough(clerk, deps)) return fail({ trouble: 'SIGN_IN' });
  const taken = deps.clerks.takeTry(user_id, deps.clock.now());
  switch (taken.kind) {
    case 'SPENT':
      return fail({ trouble: 'SIGN_IN' });
    case 'WAIT':
      return fail({ trouble: 'WAIT', waitMs: taken.ms });
    case 'TAKEN':
      if (!(await isPin(pin, clerk.pin_hash))) return fail({ trouble: 'WRONG_PIN' });
      deps.clerks.rightPin(user_id);
      return ok(clerk);
  }
}
