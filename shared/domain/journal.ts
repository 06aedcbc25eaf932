import type { JournalRun } from '#shared/contract/sync.ts';

/** What a node has of one device's numbered events: all up to `complete_up_to`, and runs beyond gaps, ascending. */
export interface Journal {
  complete_up_to: number;
  /** Checksum of the event `complete_up_to`; null while that is 0. */
  checksum: string | null;
  runs: JournalRun[];
}

export const emptyJournal: Journal = { complete_up_to: 0, checksum: null, runs: [] };

/**
 * Enters events newly taken into custody. A number that was held already belongs to a fork (a phone restored from a
 * backup): it is named in `forked` and changes nothing.
 */
export function enterIntoJournal(
  journal: Journal,
  events: { seq: number; checksum: string }[],
): { journal: Journal; forked: number[] } {
  const forked: number[] = [];
  const runs: JournalRun[] = journal.runs.map((run) => ({ ...run }));
  if (journal.checksum !== null) runs.unshift({ from: 1, to: journal.complete_up_to, checksum: journal.checksum });
  const fresh = new Map<number, string>();
  for (const { seq, checksum } of events) {
    if (fresh.has(seq) || runs.some(({ from, to }) => seq >= from && seq <= to)) forked.push(seq);
    else fresh.set(seq, checksum);
  }
  for (const [seq, checksum] of fresh) runs.push({ from: seq, to: seq, checksum });
  const [first, ...rest] = joined(runs.sort((a, b) => a.from - b.from));
  if (first?.from === 1) {
    return { journal: { complete_up_to: first.to, checksum: first.checksum, runs: rest }, forked };
  }
  return { journal: { complete_up_to: 0, checksum: null, runs: first ? [first, ...rest] : [] }, forked };
}

function joined(sorted: JournalRun[]): JournalRun[] {
  const result: JournalRun[] = [];
  for (const run of sorted) {
    const last = result.at(-1);
    if (last && run.from === last.to + 1) {
      last.to = run.to;
      last.checksum = run.checksum;
    } else result.push({ ...run });
  }
  return result;
}

/** The gaps below the highest number seen. */
export function missingOf(journal: Journal): [number, number][] {
  let next = journal.complete_up_to + 1;
  return journal.runs.map(({ from, to }) => {
    const gap: [number, number] = [next, from - 1];
    next = to + 1;
    return gap;
  });
}
