import { TourCounted } from '#shared/contract/tour-events.ts';
import { announceNothing, defineAction } from './define-action.ts';
import { decideAtDepot } from './tour-at-depot.ts';

/** What came back from a tour, as somebody counted who does not see what is expected. */
export const tourCounted = defineAction({
  entity: 'TOUR',
  name: 'TOUR_COUNTED',
  schema: TourCounted,
  upcasts: [],
  roles: ['warehouse', 'clerk'],
  needs: ({ payload }) => ({ users: [payload.driver_user_id] }),
  brings: null,
  decide: decideAtDepot,
  announce: announceNothing,
});
