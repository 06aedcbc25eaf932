import type { Origin } from '#shared/domain/event-times.ts';
import { isoTime } from '#shared/ports/clock.ts';

/** The day under which a contact is noted. */
export const contactDay = (ms: number): string => isoTime(ms).slice(0, 10);

/** What the server knows of the clocks behind a batch. */
export interface KnownClocks {
  /** The newest measurements of the caller's clock. */
  recent: number[];
  /** The hub that brings the batch; null for a device. */
  hub: { name: string; depot_id: number; enrolled_at: string } | null;
  origins: Map<string, Origin>;
}

/** A device in a hub's batch: when it was registered, what its clock has shown, and when its earlier events came. */
export interface OriginRow {
  id: string;
  registered_at: string;
  lowest: number | null;
  highest: number | null;
  receipts: { seq: number; received_at: string; is_claimed: boolean }[] | null;
}

export const originOf = ({ registered_at, lowest, highest, receipts }: OriginRow): Origin => ({
  registeredMs: Date.parse(registered_at),
  shown: lowest === null || highest === null ? null : { lowest, highest },
  receipts: (receipts ?? []).map(({ seq, received_at, is_claimed }) => ({
    seq,
    receivedMs: Date.parse(received_at),
    isClaimed: is_claimed,
  })),
});
