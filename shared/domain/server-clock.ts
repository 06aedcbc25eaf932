/** What a node that is not the server knows of the server's clock, as it last heard it. In milliseconds. */
export interface ServerClock {
  /** How far this node's own clock was ahead of it; null where it was heard before a restart only. */
  driftMs: number | null;
  /** The time that it said. */
  heardMs: number;
}

/**
 * The server's time at this moment: this node's own clock, less what it was off by when the server was last heard, and
 * never before what the server then said. A PC whose battery is dead begins in another year; time has not gone back.
 */
export function serverTimeAt(known: ServerClock | null, ownMs: number): number {
  if (known === null) return ownMs;
  return Math.max(ownMs - (known.driftMs ?? 0), known.heardMs);
}
