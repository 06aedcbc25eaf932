import type { Change } from './change.ts';
import type { LotState } from './stock.ts';

/** What a depot's hub and crew are told of a lot: as it is from now on. What is missing is no lot that they could pick. */
export const lotChange = (lot: LotState): Omit<Change, 'id' | 'occurred_at'> => ({
  entity_type: 'LOT',
  entity_id: lot.id,
  action: 'LOT_UPSERTED',
  payload: { ...lot },
  audience: {},
  hub_depots: [lot.depot_id],
  crew_depots: [lot.depot_id],
});
