import type { Checkpoint } from '#shared/contract/sync.ts';
import type { OwnEvent } from './checkpoint.ts';

/**
 * Whether a checkpoint, whose signature has been verified for this device, speaks of events that the device does not know:
 * one beyond its own last number, or another than its own under one of its numbers. Then the device was put back to an
 * earlier copy, since it numbers nothing that it has not on disk, and the server signs for nothing that it has not.
 * `head`: the last number given, and its checksum; `own`: what the device still has of its events.
 */
export function isRolledBack(
  checkpoint: Checkpoint,
  head: { seq: number; checksum: string | null },
  own: OwnEvent[],
): boolean {
  const checksumAt = new Map<number, string | null>(own.map(({ seq, checksum }) => [seq, checksum]));
  checksumAt.set(head.seq, head.checksum);
  const ends = [{ to: checkpoint.up_to, checksum: checkpoint.checksum }, ...checkpoint.received_above];
  return ends.some(({ to, checksum }) => {
    const known = checksumAt.get(to);
    return to > head.seq || (checksum !== null && known !== undefined && known !== checksum);
  });
}
