/** The last day of a calendar month. */
export function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

const AROUND = 12;

/** The months of the year before and the year to come whose books are open, the earliest first. */
export function openMonths(now: string, closedThrough: string | null): string[] {
  const [year, number] = now.split('-').map(Number) as [number, number];
  return Array.from({ length: 2 * AROUND + 1 }, (_, index) =>
    new Date(Date.UTC(year, number - 1 - AROUND + index, 1)).toISOString().slice(0, 7),
  ).filter((month) => closedThrough === null || month > closedThrough);
}
