import type { Database } from '#server/store/database.ts';
import type { Company } from './company.ts';

export type Work = (database: Database) => Promise<unknown>;

/** What a task gave; or what it broke down with, in words. */
export type Results = unknown[];

export interface Case {
  works: Work[];
  /** What must hold besides what always does. Gives what does not. */
  judge(results: Results): Promise<string[]> | string[];
}

export interface Scenario {
  name: string;
  /** Both works do the same to the same rows: which of the two is interrupted makes no other order. */
  alike?: true;
  /** Anew for each order, on a company of its own. */
  begin(company: Company): Promise<Case> | Case;
}

export type Outcomes = Record<string, string>;
export const outcome = (end: unknown, { id }: { id: string }): string =>
  (end as Outcomes | undefined)?.[id] ?? 'nothing';

/** The outcomes of events as they are stored. */
export async function storedOutcomes({ ground }: Company, ids: string[]): Promise<string[]> {
  const { rows } = await ground.database.query<{ id: string; end: string }>(
    'SELECT id, coalesce(error_code, waits_for, status) AS end FROM events WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.end ?? 'not stored');
}

export const unless = (holds: boolean, fault: string): string[] => (holds ? [] : [fault]);

/** One of these, in whatever order. */
export const isOneOf = (found: string[], ...allowed: string[][]): boolean =>
  allowed.some((one) => one.toSorted().join() === found.toSorted().join());

/** Whether a call of HQ's API was answered with success. */
export const isOk = (value: unknown): boolean => (value as { ok?: boolean } | undefined)?.ok === true;
