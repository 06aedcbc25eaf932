import { absentEntities, type EntityKey, entityKeys } from '#shared/domain/decide/entity-keys.ts';
import type { Candidate, Facts } from '#shared/domain/decide/facts.ts';
import { type Database, inTransaction, sqlState, type Transaction } from '../database.ts';

const UNIQUE_VIOLATION = '23505';

/** Another connection was faster: begin again, on what it left. */
export class LostRace extends Error {
  readonly code = '40001';
}

/** A transaction that decides events. */
export interface Decision {
  tx: Transaction;
  /** Keys of entities that its locks must cover besides those of its own events: an attempt before it found them. */
  found: Set<EntityKey>;
}

/**
 * Runs what decides events in one transaction, again on fresh facts when it lost a race. What is created is inserted
 * plainly, so that whoever comes second runs into the first one's row: that is a lost race too. One that is lost as often
 * as a transaction is tried was no race, and its cause is told.
 */
export async function inDecision<T>(database: Database, work: (decision: Decision) => Promise<T>): Promise<T> {
  const found = new Set<EntityKey>();
  try {
    return await inTransaction(database, (tx) => work({ tx, found }).catch(sayLostRace));
  } catch (error) {
    throw error instanceof LostRace && error.cause ? error.cause : error;
  }
}

function sayLostRace(error: unknown): never {
  if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
  throw new LostRace('what was to be created is there', { cause: error });
}

/**
 * Makes sure that the locks cover all that these events make or do not find. Events that had waited name entities of
 * their own, which nobody could know before: then the locks are taken again with those, from the beginning and in order.
 */
export function checkLocked(
  candidates: Candidate[],
  locked: readonly EntityKey[],
  facts: Facts,
  found: Set<EntityKey>,
) {
  const covered = new Set(locked);
  const open = absentEntities(entityKeys(candidates), facts).filter((key) => !covered.has(key));
  if (open.length === 0) return;
  for (const key of open) found.add(key);
  throw new LostRace(`an event that had waited names what is not there: ${open.length}`);
}
