import { TourConfirmed } from '#shared/contract/tour-events.ts';
import { applied, invalid, rejected, waiting } from '../decide/verdicts.ts';
import { readTourId } from '../tour/tour-id.ts';
import { announceNothing, defineAction } from './define-action.ts';

const CONFIRMABLE = ['VAN_LOADED', 'TOUR_COUNTED'];

/** The driver's own signature under a loading or a count, named by its id and by the checksum of what was shown. */
export const tourConfirmed = defineAction({
  entity: 'TOUR',
  name: 'TOUR_CONFIRMED',
  schema: TourConfirmed,
  upcasts: [],
  // Whoever drives: a seller has a van, too.
  roles: ['driver', 'seller'],
  needs: ({ payload }) => ({ events: [payload.confirms] }),
  brings: null,
  decide({ event, payload, author }, { facts }) {
    const tour = readTourId(event.entity_id);
    if (!tour) return invalid('entity_id is <driver_user_id>.<day>');
    if (tour.driver_user_id !== author.user_id) return rejected('FORBIDDEN_ACTION');
    const named = facts.namedEvents.get(payload.confirms);
    if (!named) return waiting('EVENT', payload.confirms);
    const isOfTour = named.entity_type === 'TOUR' && named.entity_id === event.entity_id;
    const isSame = isOfTour && CONFIRMABLE.includes(named.action) && named.checksum === payload.checksum;
    return isSame ? applied : rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  },
  announce: announceNothing,
});
