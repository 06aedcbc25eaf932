import { VanLoaded } from '#shared/contract/tour-events.ts';
import { announceNothing, defineAction } from './define-action.ts';
import { decideAtDepot } from './tour-at-depot.ts';

/** Goods that a driver took onto the van. They stay the depot's stock until they are delivered or sold. */
export const vanLoaded = defineAction({
  entity: 'TOUR',
  name: 'VAN_LOADED',
  schema: VanLoaded,
  upcasts: [],
  roles: ['warehouse', 'clerk'],
  needs: ({ payload }) => ({ users: [payload.driver_user_id] }),
  brings: null,
  decide: decideAtDepot,
  announce: announceNothing,
});
