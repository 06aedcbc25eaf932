/** When a client's field was last written (corrected time, ISO) and by which event. */
export type FieldClocks = Record<string, [at: string, eventId: string]>;

/**
 * When something was done, by the server's clock: never a phone's raw clock, never later than its arrival, and never
 * before 1970, which is as good as any time that cannot be.
 */
export function correctedTime(occurredAt: string, driftMs: number, receivedAt: string): string {
  return new Date(Math.max(0, Math.min(Date.parse(occurredAt) - driftMs, Date.parse(receivedAt)))).toISOString();
}

/**
 * Last write wins, field by field: the greatest corrected time, ties by event id. Returns the fields that this event
 * wins, with the clocks that say so; applying events in any order ends in the same state. A clock beyond the present is
 * of a server whose own clock was ahead: it counts as the present, and is kept so.
 */
export function winningFields(
  stored: FieldClocks,
  changed: Record<string, unknown>,
  { at, eventId, present }: { at: string; eventId: string; present: string },
): { won: Record<string, unknown>; clocks: FieldClocks } {
  const won: Record<string, unknown> = {};
  const clocks: FieldClocks = Object.fromEntries(
    Object.entries(stored).map(([field, [last, id]]) => [field, [last > present ? present : last, id]]),
  );
  const next: FieldClocks = { ...clocks };
  for (const [field, value] of Object.entries(changed)) {
    const last = clocks[field];
    if (last && (last[0] > at || (last[0] === at && last[1] >= eventId))) continue;
    won[field] = value;
    next[field] = [at, eventId];
  }
  return { won, clocks: next };
}
