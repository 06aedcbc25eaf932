import type { SyncEvent } from '#shared/contract/events.ts';

type Payload = Record<string, unknown>;

/** Lifts an action's payload from one version to the next. */
export type Upcast = (payload: Payload) => Payload;

/**
 * The steps of each action, by its name: the first lifts 1 to 2, the second 2 to 3. A step, once shipped, stays for ever:
 * a phone that was in a drawer for a year must be able to hand in its queue.
 */
export type Upcasts = Record<string, Upcast[]>;

const FIRST_VERSION = 1;

export const nameOf = (event: Pick<SyncEvent, 'entity_type' | 'action'>): string =>
  `${event.entity_type}/${event.action}`;

/** The newest version of an action's payload that this server knows. */
export const knownVersion = (name: string, upcasts: Upcasts): number => FIRST_VERSION + (upcasts[name]?.length ?? 0);

/** An event as the newest rules read it. What is stored stays as it was received. */
export function upcast(event: SyncEvent, upcasts: Upcasts): SyncEvent {
  const steps = upcasts[nameOf(event)]?.slice(event.v - FIRST_VERSION) ?? [];
  if (steps.length === 0) return event;
  return {
    ...event,
    v: event.v + steps.length,
    payload: steps.reduce((payload, step) => step(payload), event.payload),
  };
}
