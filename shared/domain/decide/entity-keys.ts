import { actionOf } from '../actions/index.ts';
import type { Candidate, EntityKind, Facts } from './facts.ts';
import { factsNeeded } from './facts-needed.ts';

/** `CLIENT:<id>`: an entity that events may wait for. */
export type EntityKey = `${EntityKind}:${string}`;

export const entityKey = (kind: EntityKind, id: string): EntityKey => `${kind}:${id}`;

/** What an event brings, if it comes to count: itself, and the entity that its action makes. */
export function broughtBy({ event }: Candidate): EntityKey[] {
  const kind = actionOf(event)?.brings ?? null;
  return [entityKey('EVENT', event.id), ...(kind === null ? [] : [entityKey(kind, event.entity_id)])];
}

/** What deciding events has to do with entities that others may make, or wait for, at the same moment. */
export interface EntityKeys {
  /** Events that these very candidates bring: what corrections and confirmations wait for. */
  events: string[];
  /** Entities that one of them makes, or without which one of them waits. */
  entities: EntityKey[];
}

export function entityKeys(candidates: Candidate[]): EntityKeys {
  const { events: named, clients, deliveries } = factsNeeded(candidates);
  const events = new Set(candidates.map(({ event }) => event.id));
  return {
    events: [...events],
    entities: [
      // What comes in the same batch is there, so nobody waits for it.
      ...named.filter((id) => !events.has(id)).map((id) => entityKey('EVENT', id)),
      ...clients.map((id) => entityKey('CLIENT', id)),
      ...deliveries.map((id) => entityKey('DELIVERY', id)),
    ],
  };
}

/** Those that are not there. */
export function absentEntities({ entities }: EntityKeys, facts: Facts): EntityKey[] {
  const isThere: Record<EntityKind, (id: string) => boolean> = {
    EVENT: (id) => facts.namedEvents.has(id),
    CLIENT: (id) => facts.clients.has(id),
    DELIVERY: (id) => facts.deliveries.has(id),
  };
  return entities.filter((key) => {
    const { kind, id } = entityOf(key);
    return !isThere[kind](id);
  });
}

/** A key's two halves. */
export function entityOf(key: EntityKey): { kind: EntityKind; id: string } {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, colon) as EntityKind, id: key.slice(colon + 1) };
}

/** Lock buckets of each kind, one range after the other: together they fit into PostgreSQL's lock table many times. */
const BUCKETS: Record<EntityKind, { from: number; count: number }> = {
  EVENT: { from: 0, count: 128 },
  CLIENT: { from: 128, count: 64 },
  DELIVERY: { from: 192, count: 64 },
};

/** FNV-1a: every server process must come to the same bucket. */
export function lockBucket(kind: EntityKind, id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  const { from, count } = BUCKETS[kind];
  return from + ((hash >>> 0) % count);
}
