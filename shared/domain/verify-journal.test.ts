import { expect, test } from 'vitest';
import type { SyncEvent } from '#shared/contract/events.ts';
import { journalVerifier } from './verify-journal.ts';

const GOOD = 'good';

/** A chain from `from` to `to`; `name` tells branches of a fork apart, `joins` is the checksum that it continues. */
function chain(from: number, to: number, { name = 'a', joins = from === 1 ? null : `a${from - 1}` } = {}): SyncEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const seq = from + index;
    const prev_checksum = index === 0 ? joins : `${name}${seq - 1}`;
    return { seq, prev_checksum, checksum: `${name}${seq}`, signature: GOOD } as SyncEvent;
  });
}

function verify(events: SyncEvent[], page: number) {
  let verified = 0;
  const verifier = journalVerifier({
    checksumMatches: ({ checksum }) => !checksum.endsWith('!'),
    signatureHolds: ({ signature }) => {
      verified += 1;
      return signature === GOOD;
    },
  });
  const falling = events.toSorted((a, b) => b.seq - a.seq || (a.checksum < b.checksum ? 1 : -1));
  for (let at = 0; at < falling.length; at += page) verifier.take(falling.slice(at, at + page));
  return { ...verifier.faults(), verified };
}

const spoil = (events: SyncEvent[], from: number, to: number) =>
  events.map((event) => (event.seq >= from && event.seq <= to ? { ...event, signature: 'spoilt' } : event));

test.each([1, 2, 3, 7, 10, 100])(
  '[HQ-17] the last signature vouches for the whole run, in pages of %d, whatever a hub spoilt within it',
  (page) => {
    expect(verify(spoil(chain(1, 10), 1, 9), page)).toEqual({ broken_links: [], bad_signatures: [], verified: 1 });
    // Nothing behind them vouches for 8 to 10; the first that holds, 7, vouches for what is before it.
    const tail = spoil(spoil(chain(1, 10), 1, 6), 8, 10);
    expect(verify(tail, page)).toEqual({ broken_links: [], bad_signatures: [8, 9, 10], verified: 4 });
  },
);

test.each([1, 3, 100])('[HQ-17] altered content is named, and vouches for nothing, in pages of %d', (page) => {
  const events = spoil(chain(1, 6), 1, 3).map((event) => (event.seq === 4 ? { ...event, checksum: 'a4!' } : event));
  expect(verify(events, page)).toMatchObject({ broken_links: [5], bad_signatures: [1, 2, 3, 4] });
});

test.each([1, 2, 100])('[HQ-17] a gap ends a run, and is no broken link, in pages of %d', (page) => {
  const events = [...spoil(chain(1, 3), 3, 3), ...chain(6, 8)];
  expect(verify(events, page)).toEqual({ broken_links: [], bad_signatures: [3], verified: 3 });
});

test.each([1, 2, 100])('[HQ-17] each branch of a fork vouches for its own, in pages of %d', (page) => {
  const fork = spoil(chain(3, 5, { name: 'b', joins: 'a2' }), 3, 4);
  expect(verify([...spoil(chain(1, 5), 1, 4), ...fork], page)).toEqual({
    broken_links: [],
    bad_signatures: [],
    verified: 2,
  });
});

test('[HQ-17] what continues nothing that is here is named once for each event', () => {
  const first = chain(1, 1).map((event) => ({ ...event, prev_checksum: 'x' }));
  const second = [...chain(2, 2, { name: 'b', joins: 'y' }), ...chain(2, 2)];
  expect(verify([...first, ...second], 1).broken_links).toEqual([1, 2]);
});
