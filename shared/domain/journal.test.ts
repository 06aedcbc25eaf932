import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { coveredSeqs } from './checkpoint.ts';
import { emptyJournal, enterIntoJournal, type Journal, lowestGaps, missingOf, namedRuns } from './journal.ts';

const sum = (seq: number) => seq.toString(16).padStart(64, '0');
const before = (seq: number) => (seq === 1 ? null : sum(seq - 1));
const events = (seqs: number[]) => seqs.map((seq) => ({ seq, checksum: sum(seq), prev_checksum: before(seq) }));

test('[CUST-3] in whatever order and portions events arrive, the journal names what is missing', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (seqs, size) => {
        let journal = emptyJournal;
        for (let at = 0; at < seqs.length; at += size) {
          const entered = enterIntoJournal(journal, events(seqs.slice(at, at + size)));
          expect(entered.forked).toEqual([]);
          journal = entered.journal;
        }
        const held = new Set(seqs);
        const top = Math.max(0, ...seqs);
        const missing = Array.from({ length: top }, (_, i) => i + 1).filter((seq) => !held.has(seq));
        const named = missingOf(journal).flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        expect(named).toEqual(missing);
        expect(journal.checksum).toBe(journal.complete_up_to === 0 ? null : sum(journal.complete_up_to));
      },
    ),
  );
});

test('[CUST-3] a number that is held already is a fork, and changes nothing', () => {
  const { journal } = enterIntoJournal(emptyJournal, events([1, 2, 3, 7]));
  const again = enterIntoJournal(journal, [
    { seq: 2, checksum: sum(99), prev_checksum: sum(1) },
    { seq: 7, checksum: sum(98), prev_checksum: sum(97) },
    { seq: 4, checksum: sum(4), prev_checksum: sum(3) },
  ]);
  expect(again.forked).toEqual([2, 7]);
  const run = { from: 7, to: 7, checksum: sum(7), prev: sum(6) };
  expect(again.journal).toEqual({ complete_up_to: 4, checksum: sum(4), runs: [run] });
});

test('[CUST-10] a branch that does not continue what is held is a run of its own, and covers nothing before it', () => {
  const { journal } = enterIntoJournal(emptyJournal, events([1, 2, 3]));
  // The phone was restored from a backup after 1; its own 2 and 3 are others, and 3 has not arrived.
  const branch = [
    { seq: 2, checksum: sum(102), prev_checksum: sum(1) },
    { seq: 4, checksum: sum(104), prev_checksum: sum(103) },
  ];
  const { journal: forked } = enterIntoJournal(journal, branch);
  const checkpoint = {
    device_id: 'd',
    up_to: forked.complete_up_to,
    checksum: forked.checksum,
    received_above: forked.runs,
    missing_blobs: [],
    iat: 1,
  };
  const own = [...events([1]), ...[2, 3, 4].map((seq) => ({ seq, checksum: sum(100 + seq) }))];
  expect(coveredSeqs(checkpoint, own)).toEqual([4]);
  expect(missingOf(forked)).toEqual([]);
});

test('[CUST-1] a checkpoint covers only what the device itself can vouch for', () => {
  const claims = {
    device_id: 'd',
    up_to: 3,
    checksum: sum(3),
    received_above: [{ from: 6, to: 7, checksum: sum(7) }],
    missing_blobs: [],
    iat: 1,
  };
  expect(coveredSeqs(claims, events([2, 3, 4, 5, 6, 7]))).toEqual([2, 3, 6, 7]);
  expect(coveredSeqs({ ...claims, checksum: sum(77) }, events([2, 3, 6, 7]))).toEqual([6, 7]);
  expect(coveredSeqs({ ...claims, up_to: 0, checksum: null }, events([2, 3]))).toEqual([]);
  // A phone restored from a backup never had event 3: nothing that it has is taken for delivered.
  expect(coveredSeqs(claims, events([1, 2]))).toEqual([]);
});

test('[CUST-1] [CUST-2] a checkpoint never covers what the server has not, and covers all it has whose ends the device knows', () => {
  const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
  const forkedFrom = fc.option(fc.integer({ min: 1, max: 40 }), { nil: 41 });
  fc.assert(
    fc.property(seqs, seqs, forkedFrom, (atServer, atDevice, fork) => {
      const { journal } = enterIntoJournal(emptyJournal, events(atServer));
      const { complete_up_to: up_to, checksum, runs: received_above } = journal;
      const checkpoint = { device_id: 'd', up_to, checksum, received_above, missing_blobs: [], iat: 1 };
      // From the fork on, the device says other things under the same numbers: a phone restored from a backup.
      const own = atDevice.map((seq) => ({ seq, checksum: sum(seq < fork ? seq : seq + 1_000) }));
      const covered = coveredSeqs(checkpoint, own);
      for (const seq of covered) {
        expect(atServer).toContain(seq);
        expect(atDevice).toContain(seq);
        expect(seq).toBeLessThan(fork);
      }
      const ends = [...(up_to > 0 ? [up_to] : []), ...received_above.map(({ to }) => to)];
      if (fork === 41 && ends.every((end) => atDevice.includes(end))) {
        const both = atDevice.filter((seq) => atServer.includes(seq));
        expect(covered.toSorted((a, b) => a - b)).toEqual(both.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 500 },
  );
});

const lone = (count: number): Journal => ({
  ...emptyJournal,
  runs: Array.from({ length: count }, (_, n) => ({ from: 2 * n + 2, to: 2 * n + 2, checksum: `c${n}`, prev: 'x' })),
});

test('[CUST-17] a checkpoint names so many runs and no more, the lowest always, and each again and again', () => {
  const most = LIMITS.checkpointRuns;
  expect(namedRuns(lone(most).runs, 1)).toHaveLength(most);
  const { runs } = lone(5_000);
  expect(JSON.stringify(namedRuns(runs, 1)).length).toBeLessThan(50_000);
  const lowest = JSON.stringify(namedRuns(runs, 1).slice(0, most / 2));
  for (const every of [1, 30, 60, 86_400]) {
    const named = new Set<number>();
    for (let second = 1_790_000_000, n = 0; n < 1_000; n += 1, second += every) {
      const word = namedRuns(runs, second);
      for (const { from } of word) named.add(from);
      if (n % 100 > 0) continue;
      expect(word.length).toBeLessThanOrEqual(most);
      expect(JSON.stringify(word.slice(0, most / 2))).toBe(lowest);
      expect(word.every(({ from, checksum }) => runs[from / 2 - 1]?.checksum === checksum)).toBe(true);
    }
    expect(named.size, `asked every ${every} s`).toBe(runs.length);
  }
});

test('[CUST-17] the gaps that are told are gaps, and the lowest', () => {
  const most = LIMITS.checkpointRuns;
  expect(lowestGaps(lone(3))).toEqual([
    [1, 1],
    [3, 3],
    [5, 5],
  ]);
  const told = lowestGaps({ complete_up_to: 0, runs: namedRuns(lone(20_000).runs, 7) });
  expect(told).toEqual(lowestGaps(lone(20_000)));
  expect(told).toHaveLength(most / 2);
});

test('[CUST-17] a device that hears bounded checkpoints purges nothing that the server has not, and all of it in the end', () => {
  const { runs } = lone(500);
  const own = Array.from({ length: 1_001 }, (_, n) => ({
    seq: n + 1,
    checksum: n % 2 === 1 ? `c${(n - 1) / 2}` : 'only here',
  }));
  const purged = new Set<number>();
  for (let iat = 0; iat < 60; iat += 1) {
    const claims = {
      device_id: 'd',
      up_to: 0,
      checksum: null,
      received_above: namedRuns(runs, iat),
      missing_blobs: [],
      iat,
    };
    for (const seq of coveredSeqs(claims, own)) purged.add(seq);
  }
  expect([...purged].sort((a, b) => a - b)).toEqual(runs.map(({ from }) => from));
});
