import type { Checkpoint } from '#shared/contract/sync.ts';

/** What a device remembers of an event that it made. */
export interface OwnEvent {
  seq: number;
  checksum: string;
}

/**
 * Which of its own events a device may purge on the strength of a checkpoint whose signature it has verified. Each
 * stretch counts only if the device's own checksum at its end is the one named: the chain then vouches for the rest.
 * A stretch whose last event the device no longer has (purged before) is believed up to what it still holds only if
 * that was the end named; anything else is a fork, and nothing of the stretch is purged.
 */
export function coveredSeqs(checkpoint: Checkpoint, own: OwnEvent[]): number[] {
  const checksumAt = new Map(own.map(({ seq, checksum }) => [seq, checksum]));
  const stretches = [
    ...(checkpoint.checksum === null ? [] : [{ from: 1, to: checkpoint.up_to, checksum: checkpoint.checksum }]),
    ...checkpoint.received_above,
  ];
  const proven = stretches.filter(({ to, checksum }) => checksumAt.get(to) === checksum);
  return own.filter(({ seq }) => proven.some(({ from, to }) => seq >= from && seq <= to)).map(({ seq }) => seq);
}
