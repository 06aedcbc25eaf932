import { describe, expect, it } from 'vitest';
import {
  dayOf,
  formatAge,
  formatAmount,
  formatAmountBare,
  formatDate,
  formatDateTime,
  formatDuration,
  formatMeasure,
  formatNumber,
  formatPercent,
} from './format.ts';

const NOW = Date.parse('2026-11-22T09:42:00.000Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const MINUTE = 60_000;

describe('amounts', () => {
  it('separates thousands with narrow no-break spaces', () => {
    expect(formatAmount(1_245_000, 'fr')).toBe('12\u202F450,00\u202FDA');
    expect(formatAmount(123_456_789_05, 'fr')).toBe('123\u202F456\u202F789,05\u202FDA');
    expect(formatAmount(7, 'en')).toBe('0,07\u202FDA');
  });

  it('keeps Latin digits in Arabic', () => {
    expect(formatAmount(1_245_000, 'ar')).toBe('12\u202F450,00\u202Fدج');
  });

  it('keeps the sign on the left of the number in any text', () => {
    expect(formatAmountBare(-150_050)).toBe('\u200E−1\u202F500,50');
    expect(formatAmountBare(-50)).toBe('\u200E−0,50');
    expect(formatNumber(-1_000)).toBe('\u200E−1\u202F000');
    expect(formatNumber(0)).toBe('0');
  });

  it('writes rates as the law does', () => {
    expect(formatPercent(19)).toBe('19\u202F%');
    expect(formatPercent(9.5)).toBe('9,5\u202F%');
  });
});

describe('measures', () => {
  it('says the unit in each language, and groups digits as everywhere', () => {
    expect(formatMeasure(820, 'metres', 'fr')).toBe('820\u202Fm');
    expect(formatMeasure(1_820, 'metres', 'en')).toBe('1\u202F820\u00A0m');
    expect(formatMeasure(12.54, 'minutes', 'fr')).toBe('12,5\u00A0min');
    expect(formatMeasure(212, 'kmh', 'en')).toBe('212\u00A0km/\u2060h');
    expect(formatMeasure(1_820, 'metres', 'ar')).toContain('1\u202F820');
    expect(formatMeasure(1_820, 'metres', 'ar')).not.toMatch(/[a-z]/);
  });
});

describe('times', () => {
  it('shows the time of Algiers in each language', () => {
    const iso = '2026-11-22T09:42:10.000Z';
    expect(formatDateTime(iso, 'fr')).toBe('dim. 22 nov., 10:42');
    expect(formatDateTime(iso, 'en')).toBe('Sun 22 Nov, 10:42');
    expect(formatDateTime(iso, 'ar')).toBe('الأحد، 22 نوفمبر، 10:42');
  });

  it('takes a calendar day as that day', () => {
    expect(formatDate('2026-11-22', 'fr')).toBe('22/11/2026');
  });

  it('begins the day at midnight in Algiers', () => {
    expect(dayOf(Date.parse('2026-11-21T22:59:59.000Z'))).toBe('2026-11-21');
    expect(dayOf(Date.parse('2026-11-21T23:00:00.000Z'))).toBe('2026-11-22');
  });

  it('says ages in words', () => {
    expect(formatAge(ago(4 * MINUTE), NOW, 'fr')).toBe('il y a 4\u00A0min');
    expect(formatAge(ago(150 * MINUTE), NOW, 'fr')).toBe('il y a 2\u00A0h');
    expect(formatAge(ago(20_000), NOW, 'fr')).toBe('maintenant');
    expect(formatAge(ago(-5 * MINUTE), NOW, 'fr')).toBe('maintenant');
    expect(formatAge(ago(4 * MINUTE), NOW, 'ar')).toBe('قبل 4 دقائق');
  });

  it('says durations in the largest unit that fits', () => {
    expect(formatDuration(38 * MINUTE, 'fr')).toBe('38\u00A0min');
    expect(formatDuration(5_000, 'fr')).toBe('1\u00A0min');
    expect(formatDuration(26 * 60 * MINUTE, 'en')).toBe('1 day');
  });
});
