import type { SyncEvent } from '#shared/contract/events.ts';
import type { Relayed } from '#shared/contract/sync.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type BoundedClaim, boundClaim, type DriftRange } from './relayed-claim.ts';

/** When an event of a device was received, and whether a hub said so. */
export interface Receipt {
  seq: number;
  receivedMs: number;
  isClaimed: boolean;
}

/** What the server itself knows of the device whose events come. */
export interface Origin {
  registeredMs: number;
  /** How far its clock was off in its own contacts of late; null where there were none. */
  shown: DriftRange | null;
  /** Of stored events: the nearest before those that come, and those between them, by number. */
  receipts: Receipt[];
}

/** How a batch comes. All times by this server's clock. */
export interface Arrival {
  nowMs: number;
  /** How far the caller's clock is ahead. */
  driftMs: number;
  /** When the hub that brings it was enrolled; null where the origin itself does. */
  enrolledMs: number | null;
  origins: Map<string, Origin>;
}

/** What a hub had said, where that could not be, and by how much it was ahead of the server by its own `sent_at`. */
export interface OriginalClaim {
  received_at: string;
  clock_drift_ms: number;
  hub_drift_ms: number;
}

export interface EventTimes {
  drift_ms: number;
  received_at: string;
  claimed: OriginalClaim | null;
  fault: BoundedClaim['fault'];
}

type Arriving = { event: Pick<SyncEvent, 'device_id' | 'seq' | 'occurred_at'>; relayed: Relayed | null };

/** When each event was received, and how far its device's clock was off then, in the order in which they are given. */
export function timesOf(items: Arriving[], arrival: Arrival): EventTimes[] {
  const { nowMs, driftMs, enrolledMs, origins } = arrival;
  const now = { drift_ms: driftMs, received_at: isoTime(nowMs), claimed: null, fault: null };
  if (enrolledMs === null) return items.map(() => now);
  const times = new Map<Arriving, EventTimes>();
  for (const [deviceId, list] of Map.groupBy(items, ({ event }) => event.device_id)) {
    const origin = origins.get(deviceId);
    if (!origin) continue;
    // What was received later than now was dated by this server's own clock, which was ahead.
    const receipts = new Earlier(origin.receipts.filter(({ receivedMs }) => receivedMs <= nowMs));
    for (const item of list.toSorted((a, b) => a.event.seq - b.event.seq)) {
      const said = item.relayed ?? { received_at: isoTime(nowMs + driftMs), clock_drift_ms: 0 };
      const bounded = boundClaim(
        // A hub saw the event by its own clock, which this very request measures against ours.
        { receivedMs: Date.parse(said.received_at) - driftMs, driftMs: said.clock_drift_ms + driftMs },
        {
          nowMs,
          occurredMs: Date.parse(item.event.occurred_at),
          registeredMs: origin.registeredMs,
          enrolledMs,
          before: receipts.before(item.event.seq),
          shown: origin.shown,
        },
      );
      receipts.add({ seq: item.event.seq, receivedMs: bounded.receivedMs, isClaimed: true });
      times.set(item, {
        drift_ms: bounded.driftMs,
        received_at: isoTime(bounded.receivedMs),
        claimed: bounded.fault ? { ...said, hub_drift_ms: driftMs } : null,
        fault: bounded.fault,
      });
    }
  }
  // A device that is not registered has no event that could be received: the decision says so.
  return items.map((item) => times.get(item) ?? now);
}

/** The receipts of a device's events in the order of its journal, and the latest of those passed. */
class Earlier {
  readonly #stored: Receipt[];
  #latest: Receipt | null = null;

  constructor(stored: Receipt[]) {
    this.#stored = stored.toSorted((a, b) => b.seq - a.seq);
  }

  /** Asked in ascending order. */
  before(seq: number): Receipt | null {
    for (let next = this.#stored.at(-1); next && next.seq < seq; next = this.#stored.at(-1)) {
      this.add(next);
      this.#stored.pop();
    }
    return this.#latest;
  }

  add(receipt: Receipt): void {
    if (this.#latest === null || receipt.receivedMs > this.#latest.receivedMs) this.#latest = receipt;
  }
}
