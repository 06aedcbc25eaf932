import type { Language } from './i18n/languages.ts';

/** Narrow no-break space: an amount never breaks over two lines. */
const THIN = '\u202F';
/** A measure never breaks either: not before its unit, nor inside `km/h`. */
const NO_BREAK = '\u00A0';
const JOINER = '\u2060';
/** Starts a number that may be negative inside right-to-left text, so that its sign stays on its left. */
const LEFT_TO_RIGHT = '\u200E';

/** Every screen and paper shows the company's time, wherever the machine stands. */
const TIME_ZONE = 'Africa/Algiers';
const LOCALES: Record<Language, string> = { fr: 'fr-FR', ar: 'ar-DZ-u-nu-latn', en: 'en-GB' };
const CURRENCY: Record<Language, string> = { fr: 'DA', ar: 'دج', en: 'DA' };
const COMMA: Record<Language, string> = { fr: ', ', ar: '، ', en: ', ' };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Gives what was made of the same before: Intl's formatters are dear to make, and lists ask for the same one in every row. */
function madeOnce<Options, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const known = made.get(key) ?? make(locale, options);
    made.set(key, known);
    return known;
  };
}
const dates = madeOnce((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));
const numbers = madeOnce((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const ages = madeOnce(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);

const dateFormat = (language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  dates(LOCALES[language], { timeZone: TIME_ZONE, ...options });

/** `12 450`: thousands in narrow no-break spaces, Latin digits in every language, as Algerian papers have them. */
export function formatNumber(value: number): string {
  const digits = String(Math.abs(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, THIN);
  return value < 0 ? `${LEFT_TO_RIGHT}−${digits}` : digits;
}

/** Centimes as `12 450,00 DA`, in Arabic `12 450,00 دج`. */
export function formatAmount(centimes: number, language: Language): string {
  return `${formatAmountBare(centimes)}${THIN}${CURRENCY[language]}`;
}

/** Centimes as `12 450,00`, for columns whose head names the currency. */
export function formatAmountBare(centimes: number): string {
  const whole = Math.abs(centimes);
  const cents = String(whole % 100).padStart(2, '0');
  const text = `${formatNumber(Math.floor(whole / 100))},${cents}`;
  return centimes < 0 ? `${LEFT_TO_RIGHT}−${text}` : text;
}

/** `19 %`, and `9,5 %` should a law ever want it. */
export const formatPercent = (percent: number): string => `${String(percent).replace('.', ',')}${THIN}%`;

const MEASURES = { metres: 'meter', kilometres: 'kilometer', minutes: 'minute', kmh: 'kilometer-per-hour' } as const;
export type Measure = keyof typeof MEASURES;

/** `820 m`, `12,5 min`, `1 200 km/h`: to a tenth, grouped like every other number, the unit in the reader's language. */
export function formatMeasure(value: number, measure: Measure, language: Language): string {
  const format = numbers(LOCALES[language], {
    style: 'unit',
    unit: MEASURES[measure],
    unitDisplay: 'short',
    maximumFractionDigits: 1,
    useGrouping: 'always',
  });
  return format
    .formatToParts(value)
    .map(({ type, value: part }) => (type === 'group' ? THIN : part))
    .join('')
    .replaceAll(' ', NO_BREAK)
    .replaceAll('/', `/${JOINER}`);
}

/** `10:42` */
export function formatTime(iso: string, language: Language): string {
  return dateFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(iso));
}

/** `dim. 22 nov.` of a time or of a calendar day (`2026-11-22`). */
export function formatDay(iso: string, language: Language): string {
  return dateFormat(language, { weekday: 'short', day: 'numeric', month: 'short' }).format(asDate(iso));
}

/** `22/11/2026`: for papers and columns. */
export function formatDate(iso: string, language: Language): string {
  return dateFormat(language, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(asDate(iso));
}

/** A month of the calendar, `2026-11`, by its name. */
export function formatMonth(month: string, language: Language): string {
  return dateFormat(language, { month: 'long', year: 'numeric' }).format(asDate(`${month}-01`));
}

/** `dim. 22 nov., 10:42` */
export function formatDateTime(iso: string, language: Language): string {
  return `${formatDay(iso, language)}${COMMA[language]}${formatTime(iso, language)}`;
}

/** To the second and with the year: what stands behind an age, on hover or tap. */
export function formatExact(iso: string, language: Language): string {
  return dateFormat(language, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(iso));
}

/** A calendar day is the same day everywhere; noon UTC lies in it in Algiers too. */
const asDate = (iso: string): Date => new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T12:00:00Z` : iso);

/** The calendar day in Algiers at a time, as `2026-11-22`. */
export function dayOf(ms: number): string {
  return dates('sv-SE', { timeZone: TIME_ZONE }).format(ms);
}

/** The largest unit that a person would use, and how many of it. */
function inWords(ms: number): { count: number; unit: 'second' | 'minute' | 'hour' | 'day' } {
  if (ms >= DAY) return { count: Math.floor(ms / DAY), unit: 'day' };
  if (ms >= HOUR) return { count: Math.floor(ms / HOUR), unit: 'hour' };
  if (ms >= MINUTE) return { count: Math.floor(ms / MINUTE), unit: 'minute' };
  return { count: Math.max(0, Math.floor(ms / SECOND)), unit: 'second' };
}

/** `il y a 4 min`; below a minute, and for a clock that runs ahead, `maintenant`. */
export function formatAge(iso: string, nowMs: number, language: Language): string {
  const { count, unit } = inWords(nowMs - Date.parse(iso));
  if (unit === 'second') {
    return ages(LOCALES[language], { numeric: 'auto' }).format(0, 'second');
  }
  return ages(LOCALES[language], { style: 'short' }).format(-count, unit);
}

/** `38 min`; a duration below a minute counts as one, since nobody plans by seconds. */
export function formatDuration(ms: number, language: Language): string {
  const { count, unit } = inWords(Math.max(ms, MINUTE));
  const unitDisplay = language === 'fr' ? 'short' : 'long';
  return numbers(LOCALES[language], { style: 'unit', unit, unitDisplay }).format(count);
}
