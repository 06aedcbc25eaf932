const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;

/** A day as people here write it (31/12/2026, 31-12-2026, 31.12.2026) or as machines do, as YYYY-MM-DD; null for no day. */
export function readDay(text: string): string | null {
  const typed = text.trim().replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  const [, year, month, day] = YEAR_FIRST.exec(typed) ?? [];
  if (year && month && day) return existing(year, month, day);
  const [, first, second, last] = DAY_FIRST.exec(typed) ?? [];
  return first && second && last ? existing(last, second, first) : null;
}

/** A day that the calendar has: 31/02 is not moved to March. */
function existing(year: string, month: string, day: string): string | null {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${written}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== written ? null : written;
}
