import type { JournalReport } from '#shared/contract/hq/records.ts';

export interface JournalFault {
  kind: 'missing' | 'broken' | 'altered';
  /** Of the entries, as people read them: `3–7, 12`. */
  numbers: string;
}

/** What of a journal does not hold, kind by kind; none where all of it does. */
export function journalFaults({ missing, broken_links, bad_signatures }: JournalReport): JournalFault[] {
  const kinds: [JournalFault['kind'], [number, number][]][] = [
    ['missing', missing],
    ['broken', runsOf(broken_links)],
    ['altered', runsOf(bad_signatures)],
  ];
  return kinds.flatMap(([kind, runs]) => (runs.length === 0 ? [] : [{ kind, numbers: runs.map(runText).join(', ') }]));
}

const runText = ([from, to]: [number, number]): string => (from === to ? String(from) : `${from}–${to}`);

function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
