import { authorAt } from '../decide/facts.ts';
import type { Verdict } from '../decide/plan.ts';
import { applied, invalid, rejected } from '../decide/verdicts.ts';
import { type TourDay, tourId } from '../tour/tour-id.ts';
import type { ActionContext, Said } from './define-action.ts';

/** Decides a loading or a count: whoever makes it and the driver work in the same depot then. It moves no stock. */
export function decideAtDepot({ candidate, event, payload, author }: Said<TourDay>, { facts }: ActionContext): Verdict {
  if (event.entity_id !== tourId(payload)) return invalid('entity_id is <driver_user_id>.<day>');
  const driver = facts.users.get(payload.driver_user_id);
  const depot = driver ? authorAt(driver, candidate).depot_id : null;
  if (depot === null || depot !== author.depot_id) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  return applied;
}
