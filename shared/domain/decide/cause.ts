import type { CausedBy } from '#shared/contract/server-events.ts';
import type { Said } from '../actions/define-action.ts';

/** By which event, and whose, something came to be as it is. */
export const causeOf = ({ event, author }: Pick<Said, 'event' | 'author'>): CausedBy => ({
  event_id: event.id,
  device_id: event.device_id,
  user_id: author.user_id,
  user_name: author.name,
});
