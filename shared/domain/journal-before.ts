import type { Journal } from './journal.ts';

/** An event of a device as its journal ends a stretch. */
export interface LastEvent {
  seq: number;
  checksum: string;
}

/**
 * A journal as far as it goes below `cut`. A stretch that reaches beyond ends in `last`, the highest event below that is
 * held; where that is none of its own, the stretch is left out: a device purges less, and never more.
 */
export function journalBefore(
  { complete_up_to, checksum, runs }: Journal,
  cut: number,
  last: LastEvent | null,
): Journal {
  const first = checksum === null ? [] : [{ from: 1, to: complete_up_to, checksum, prev: null }];
  const [begin, ...beyond] = [...first, ...runs].flatMap((run) => {
    if (run.to < cut) return [run];
    if (last === null || last.seq >= cut || last.seq < run.from) return [];
    return [{ ...run, to: last.seq, checksum: last.checksum }];
  });
  if (begin === undefined || begin.from !== 1 || first.length === 0) {
    return { complete_up_to: 0, checksum: null, runs: begin === undefined ? [] : [begin, ...beyond] };
  }
  return { complete_up_to: begin.to, checksum: begin.checksum, runs: beyond };
}
