/** The company's day is Algiers': an hour ahead of UTC all year round, since 1981 without summer time. */
const OFFSET = '+01:00';

/** When a calendar day (YYYY-MM-DD) begins there, as the wire has times. */
export const startOfDay = (day: string): string => new Date(`${day}T00:00:00.000${OFFSET}`).toISOString();

const OFFSET_MS = 60 * 60_000;

/** The calendar day there (YYYY-MM-DD) of a time on the wire. */
export const dayAt = (time: string): string => new Date(Date.parse(time) + OFFSET_MS).toISOString().slice(0, 10);
