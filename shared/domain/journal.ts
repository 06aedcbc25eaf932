import { LIMITS } from '#shared/contract/limits.ts';
import type { JournalRun } from '#shared/contract/sync.ts';
import { invariant } from './invariant.ts';

/** A run that knows what it follows: numbers alone would join two branches of a fork. */
export interface HeldRun extends JournalRun {
  /** `prev_checksum` of the event `from`. */
  prev: string | null;
}

/** An event as a journal enters it. */
export interface Link {
  seq: number;
  checksum: string;
  prev_checksum: string | null;
}

/** What a node has of one device's numbered events: all up to `complete_up_to`, and runs beyond gaps, ascending. */
export interface Journal {
  complete_up_to: number;
  /** Checksum of the event `complete_up_to`; null while that is 0. */
  checksum: string | null;
  runs: HeldRun[];
}

export const emptyJournal: Journal = { complete_up_to: 0, checksum: null, runs: [] };

/**
 * Enters events newly taken into custody. A number that was held already belongs to a fork (a phone restored from a
 * backup): it is named in `forked` and changes nothing. What follows on such a branch is a run of its own, since a
 * checkpoint's checksum vouches for everything before it.
 */
export function enterIntoJournal(journal: Journal, events: Link[]): { journal: Journal; forked: number[] } {
  const forked: number[] = [];
  const runs: HeldRun[] = journal.runs.map((run) => ({ ...run }));
  if (journal.checksum !== null)
    runs.unshift({ from: 1, to: journal.complete_up_to, checksum: journal.checksum, prev: null });
  const fresh = new Map<number, HeldRun>();
  for (const { seq, checksum, prev_checksum } of events) {
    if (fresh.has(seq) || runs.some(({ from, to }) => seq >= from && seq <= to)) forked.push(seq);
    else fresh.set(seq, { from: seq, to: seq, checksum, prev: prev_checksum });
  }
  runs.push(...fresh.values());
  const entered = journalOf(joined(runs.sort((a, b) => a.from - b.from)));
  invariant(entered.complete_up_to >= journal.complete_up_to, 'a journal has lost what was complete of it');
  return { journal: entered, forked };
}

const journalOf = ([first, ...rest]: HeldRun[]): Journal =>
  first?.from === 1
    ? { complete_up_to: first.to, checksum: first.checksum, runs: rest }
    : { complete_up_to: 0, checksum: null, runs: first ? [first, ...rest] : [] };

function joined(sorted: HeldRun[]): HeldRun[] {
  const result: HeldRun[] = [];
  for (const run of sorted) {
    const last = result.at(-1);
    if (last && run.from === last.to + 1 && run.prev === last.checksum) {
      last.to = run.to;
      last.checksum = run.checksum;
    } else result.push({ ...run });
  }
  return result;
}

/** Of as many runs the lowest are always named; above them there may be others that are not. */
const ALWAYS_NAMED = LIMITS.checkpointRuns / 2;

/**
 * The runs that one checkpoint names, `LIMITS.checkpointRuns` at most: always the lowest, so that whoever closes a gap is
 * told what lies behind it; and of those above another stretch in each second, so that each comes round again and again.
 * A device purges less for it, and all of it in the end.
 */
export function namedRuns(runs: HeldRun[], iatSeconds: number): JournalRun[] {
  const named =
    runs.length <= LIMITS.checkpointRuns ? runs : [...runs.slice(0, ALWAYS_NAMED), ...turnOf(runs, iatSeconds)];
  return named.map(({ from, to, checksum }) => ({ from, to, checksum }));
}

/** Scattered, so that a device which asks at equal intervals is not told of the same stretches for ever. */
function turnOf(runs: HeldRun[], second: number): HeldRun[] {
  const stretches = Math.ceil((runs.length - ALWAYS_NAMED) / ALWAYS_NAMED);
  const turn = (Math.imul(second, 0x9e3779b1) >>> 8) % stretches;
  return runs.slice(ALWAYS_NAMED * (turn + 1), ALWAYS_NAMED * (turn + 2));
}

/** The lowest gaps of what a checkpoint names, or of a whole journal: as many as are certain, and no answer without end. */
export const lowestGaps = (journal: { complete_up_to: number; runs: JournalRun[] }): [number, number][] =>
  missingOf({
    ...journal,
    runs: journal.runs.length < LIMITS.checkpointRuns ? journal.runs : journal.runs.slice(0, ALWAYS_NAMED),
  });

/** The gaps below the highest number seen. Two branches of a fork may lie side by side, with nothing missing between. */
export function missingOf(journal: { complete_up_to: number; runs: JournalRun[] }): [number, number][] {
  let next = journal.complete_up_to + 1;
  return journal.runs.flatMap(({ from, to }): [number, number][] => {
    const gap: [number, number] = [next, from - 1];
    next = to + 1;
    return gap[0] <= gap[1] ? [gap] : [];
  });
}
