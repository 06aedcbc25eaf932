import type { Change } from '#shared/domain/change.ts';
import { type EntityKey, entityKeys } from '#shared/domain/decide/entity-keys.ts';
import type { Transaction } from '../database.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { decideStored } from './decide-stored.ts';
import { lockEntities } from './entity-locks.ts';
import type { Decision } from './in-decision.ts';
import { loadWaiting } from './load-waiting.ts';

/** HQ's own making of entities, which events may already wait for. */
export interface Making {
  /** Locks rows of these clients before any other does: those that HQ names, and those that the waiting events name. */
  clients: string[];
  /** Once they are made: decides what waited for them, with the locks of these people. Gives what is to be said of it, behind what HQ says itself. */
  decideWaiting(people?: number[]): Promise<Change[]>;
}

/** Locks the keys of entities that this transaction is about to make, as a batch does that makes or misses one. */
export async function beginMaking(
  tx: Transaction,
  made: EntityKey[],
  named: { clients: string[] },
  deps: AcceptDeps,
): Promise<Making> {
  const waiting = async () => [...(await loadWaiting(tx, made, deps.upcasts)).values()].flat();
  const { entities } = entityKeys(await waiting());
  await lockEntities(tx, { events: [], entities: [...made, ...entities] });
  const present = await waiting();
  const clients = present.flatMap(({ event }) => [event.payload.client_id].filter((id) => typeof id === 'string'));
  // A key that came between the two readings is found missing when it is decided: all begins again.
  const decision: Decision = { tx, found: new Set(entities) };
  return {
    clients: [...new Set([...named.clients, ...clients])].sort(),
    decideWaiting: async (people = []) =>
      (await decideStored(decision, present, deps, { pardoned: false, people })).changes,
  };
}
