import { sqlState } from './sql-state.ts';

/** What PostgreSQL says of every statement behind the one that failed. */
const IN_FAILED_TRANSACTION = '25P02';

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Waits for work that was begun together on one transaction. Its connection sends each statement without waiting for the
 * answer to the one before (`pipeline` in database.ts), and PostgreSQL runs them in the order in which they were begun:
 * many statements, one way there and back. All of it has ended when this returns or throws, so that nothing can be sent
 * after the rollback; what is thrown is the cause, not what followed from it.
 */
export async function pipelined<T extends readonly unknown[]>(...work: T): Promise<Settled<T>> {
  const ends = await Promise.allSettled(work);
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (reasons.length > 0) throw reasons.find((reason) => sqlState(reason) !== IN_FAILED_TRANSACTION) ?? reasons[0];
  return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value) as Settled<T>;
}
