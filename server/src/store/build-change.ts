import type { Audience, ServerAction } from '#shared/contract/server-events.ts';
import type { Change } from '#shared/domain/change.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';

/** A change that HQ made. Without an audience it is for everybody. */
export function change(
  deps: { ids: Ids; clock: Clock },
  subject: { entity_type: string; entity_id: string | number; action: ServerAction },
  payload: object,
  audience?: Audience,
  hub_depots: number[] = [],
): Change {
  return {
    ...subject,
    id: deps.ids.uuid(),
    entity_id: String(subject.entity_id),
    payload: { ...payload },
    occurred_at: isoTime(deps.clock.now()),
    ...(audience ? { audience } : {}),
    hub_depots,
  };
}

/** A change that a depot's hub and crew are told, and these users besides. */
export const changeAtDepot = (
  deps: { ids: Ids; clock: Clock },
  subject: { entity_type: string; entity_id: string | number; action: ServerAction },
  payload: object,
  { depotId, users = [] }: { depotId: number; users?: number[] },
): Change => ({ ...change(deps, subject, payload, { users }, [depotId]), crew_depots: [depotId] });
