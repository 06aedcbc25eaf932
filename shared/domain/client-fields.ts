/** When a client's field was last written (corrected time, ISO) and by which event. */
export type FieldClocks = Record<string, [at: string, eventId: string]>;

/** The time by which a change of a client's field is ordered: never a phone's raw clock, never later than its arrival. */
export function correctedTime(occurredAt: string, driftMs: number, receivedAt: string): string {
  return new Date(Math.min(Date.parse(occurredAt) - driftMs, Date.parse(receivedAt))).toISOString();
}

/**
 * Last write wins, field by field: the greatest corrected time, ties by event id. Returns the fields that this event
 * wins, with the clocks that say so; applying events in any order ends in the same state.
 */
export function winningFields(
  clocks: FieldClocks,
  changed: Record<string, unknown>,
  at: string,
  eventId: string,
): { won: Record<string, unknown>; clocks: FieldClocks } {
  const won: Record<string, unknown> = {};
  const next: FieldClocks = { ...clocks };
  for (const [field, value] of Object.entries(changed)) {
    const last = clocks[field];
    if (last && (last[0] > at || (last[0] === at && last[1] >= eventId))) continue;
    won[field] = value;
    next[field] = [at, eventId];
  }
  return { won, clocks: next };
}
