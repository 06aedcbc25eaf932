import type { Audience, CausedBy, ServerAction, ServerEvent } from '#shared/contract/server-events.ts';

/** A change as decided: what the server will say, before it has a position in the commit order. */
export interface Change {
  id: string;
  entity_type: string;
  entity_id: string;
  action: ServerAction;
  payload: Record<string, unknown>;
  occurred_at: string;
  caused_by?: CausedBy;
  /** Absent: for everybody. */
  audience?: Audience;
  /** The depots whose hubs must carry it besides those in `audience.depots`: the depots of the users and devices named. */
  hub_depots: number[];
  /** The depots whose crews are told besides; who they are is read when the change is appended. */
  crew_depots?: number[];
}

/** A change whose crews are named: hubs of any age serve it to users. */
export function withCrews({ crew_depots = [], ...change }: Change, crews: ReadonlyMap<number, number[]>): Change {
  if (crew_depots.length === 0) return change;
  const { users = [], ...audience } = change.audience ?? {};
  const crew = crew_depots.flatMap((depot) => crews.get(depot) ?? []);
  return { ...change, audience: { ...audience, users: [...new Set([...users, ...crew])] } };
}

/** Who pulls. A hub sees all of its depot, a device only what is for it. */
export type Scope =
  | { kind: 'hub'; hubId: string; depotId: number }
  | { kind: 'device'; deviceId: string; userId: number; depotId: number | null };

/** The index keys under which a change is found: one for each part of its audience. */
export function audienceKeys(change: Pick<Change, 'audience' | 'hub_depots'>): string[] {
  const { audience } = change;
  if (!audience) return ['*'];
  return [
    ...(audience.depots ?? []).map((id) => `d:${id}`),
    ...(audience.users ?? []).map((id) => `u:${id}`),
    ...(audience.devices ?? []).map((id) => `v:${id}`),
    ...change.hub_depots.filter((id) => !audience.depots?.includes(id)).map((id) => `h:${id}`),
  ];
}

/** The index keys that a puller reads. */
export function scopeKeys(scope: Scope): string[] {
  if (scope.kind === 'hub') return ['*', `d:${scope.depotId}`, `h:${scope.depotId}`];
  const own = ['*', `u:${scope.userId}`, `v:${scope.deviceId}`];
  return scope.depotId === null ? own : [...own, `d:${scope.depotId}`];
}

/** What a device may see of a change: audiences are for hubs, and a phone that held a delivery's code could validate from home. */
export function forDevice(event: ServerEvent): ServerEvent {
  const { audience: _audience, ...visible } = event;
  if (!('qr_payload' in visible.payload)) return visible;
  const { qr_payload: _code, ...payload } = visible.payload;
  return { ...visible, payload };
}
