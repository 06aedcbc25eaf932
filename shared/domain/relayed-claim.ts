import { LIMITS } from '#shared/contract/limits.ts';

/** How far a clock was ahead at the least and at the most, over the contacts that a node itself had with it. */
export interface DriftRange {
  lowest: number;
  highest: number;
}

/** When a hub says that it took an event, and how far the device's clock was ahead then, by the server's own clock. */
export interface Claim {
  receivedMs: number;
  driftMs: number;
}

/** What the server itself knows of an event that a hub brings. All times by its own clock. */
export interface ClaimFacts {
  nowMs: number;
  /** By the device's clock. */
  occurredMs: number;
  /** When the device was registered, and the hub enrolled. */
  registeredMs: number;
  enrolledMs: number;
  /** When the event that came before it in its device's journal was received, and whether a hub said so. */
  before: { receivedMs: number; isClaimed: boolean } | null;
  /** What the device's own contacts of late have shown; null where there were none. */
  shown: DriftRange | null;
}

export const CLAIM_FAULTS = [
  'DRIFT',
  'BEFORE_DEVICE',
  'BEFORE_HUB',
  'BEFORE_EARLIER',
  'BEFORE_ITSELF',
  'IN_FUTURE',
] as const;
export type ClaimFault = (typeof CLAIM_FAULTS)[number];

export interface BoundedClaim extends Claim {
  /** The bound that was missed furthest, and by how much: no honest clock and no line explain it. */
  fault: { why: ClaimFault; byMs: number } | null;
}

/**
 * A hub's claim about time counts within what the server knows itself. An event is received after its device was
 * registered, after the hub was enrolled, after what its device said before it, and after it happened; and never later
 * than now. (What was dated later than now was dated by a clock of this server that was ahead, and proves nothing.) A
 * device's clock is off by what its own contacts have shown; a device that had none is taken as the
 * hub claims, and is still received by now.
 */
export function boundClaim(claim: Claim, facts: ClaimFacts): BoundedClaim {
  const { nowMs, shown, before } = facts;
  const driftMs = shown ? Math.min(Math.max(claim.driftMs, shown.lowest), shown.highest) : claim.driftMs;
  const all: [ClaimFault, number][] = [
    ['BEFORE_DEVICE', facts.registeredMs],
    ['BEFORE_HUB', facts.enrolledMs],
    ['BEFORE_EARLIER', before?.receivedMs ?? Number.NEGATIVE_INFINITY],
    ['BEFORE_ITSELF', happenedMs(facts)],
  ];
  const floors = all.filter(([, ms]) => ms <= nowMs);
  const floorMs = Math.max(...floors.map(([, ms]) => ms));
  const receivedMs = Math.min(Math.max(claim.receivedMs, floorMs), nowMs);
  const missed: { why: ClaimFault; byMs: number }[] = [
    { why: 'DRIFT', byMs: Math.abs(claim.driftMs - driftMs) },
    { why: 'IN_FUTURE', byMs: claim.receivedMs - nowMs },
    ...floors
      // What the device brought here itself may have come after a hub had taken what follows it.
      .filter(([why]) => why !== 'BEFORE_EARLIER' || before?.isClaimed)
      .map(([why, ms]) => ({ why, byMs: ms - claim.receivedMs })),
  ];
  const worst = missed.reduce((most, one) => (one.byMs > most.byMs ? one : most));
  return { receivedMs, driftMs, fault: worst.byMs > LIMITS.clockDriftMs ? worst : null };
}

/**
 * The earliest that the event can have happened, by what its device's own contacts have shown. A time that lies ahead
 * even so is of a clock that was wrong and has been set since: it proves nothing.
 */
function happenedMs({ occurredMs, shown, nowMs }: ClaimFacts): number {
  if (!shown) return Number.NEGATIVE_INFINITY;
  const ms = occurredMs - shown.highest;
  return ms > nowMs + LIMITS.clockDriftMs ? Number.NEGATIVE_INFINITY : Math.min(ms, nowMs);
}
