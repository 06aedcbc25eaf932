import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Checkpoint } from '#shared/contract/sync.ts';
import { isRolledBack } from './device-rollback.ts';
import { emptyJournal, enterIntoJournal, type Link } from './journal.ts';

/** Events `from` to `to` of a branch, each linked to the one before; numbers below `from` are the main branch's. */
function branch(name: string, from: number, to: number): Link[] {
  const checksum = (seq: number): string => (seq < from ? `main ${seq}` : `${name} ${seq}`);
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const seq = from + index;
    return { seq, checksum: checksum(seq), prev_checksum: seq === 1 ? null : checksum(seq - 1) };
  });
}

function checkpointOver(events: Link[]): Checkpoint {
  const { complete_up_to, checksum, runs } = enterIntoJournal(emptyJournal, events).journal;
  const received_above = runs.map(({ from, to, checksum: end }) => ({ from, to, checksum: end }));
  return { device_id: 'd', up_to: complete_up_to, checksum, received_above, missing_blobs: [], iat: 1 };
}

const headOf = (events: Link[]) => ({ seq: events.at(-1)?.seq ?? 0, checksum: events.at(-1)?.checksum ?? null });

test('[CUST-11] whatever a server holds of what a phone has made, in whatever order it came, says nothing of the kind', () => {
  fc.assert(
    fc.property(
      fc.nat(30).chain((count) => {
        const made = branch('main', 1, count);
        return fc.record({ made: fc.constant(made), held: fc.shuffledSubarray(made), purged: fc.nat(count) });
      }),
      ({ made, held, purged }) => {
        expect(isRolledBack(checkpointOver(held), headOf(made), made.slice(purged))).toBe(false);
      },
    ),
  );
});

test('[CUST-11] a number beyond the last one gives it away, beyond a gap too', () => {
  const back = branch('main', 1, 3);
  expect(isRolledBack(checkpointOver(branch('main', 1, 4)), headOf(back), back)).toBe(true);
  expect(isRolledBack(checkpointOver(branch('main', 6, 7)), headOf(back), back)).toBe(true);
  expect(isRolledBack(checkpointOver(branch('main', 1, 1)), { seq: 0, checksum: null }, [])).toBe(true);
});

test('[CUST-11] and so does another event under a number of its own, whatever else it has made since', () => {
  const back = [...branch('main', 1, 3), ...branch('new', 4, 9)];
  const held = [...branch('main', 1, 5), ...back.slice(5)];
  expect(isRolledBack(checkpointOver(held), headOf(back), back)).toBe(true);
  // Only its last number is left to it.
  expect(isRolledBack(checkpointOver(branch('main', 1, 4)), headOf(back.slice(0, 4)), [])).toBe(true);
  // The server does not hold the other branch, or not yet.
  expect(isRolledBack(checkpointOver(back), headOf(back), back)).toBe(false);
});
