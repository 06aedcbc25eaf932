import { expect, it } from 'vitest';
import { clockText } from './clock-text.ts';

it('says how far a clock is off, and which way', () => {
  expect(clockText(59_999, 'fr')).toEqual({ key: 'clockRight' });
  expect(clockText(7 * 60_000, 'fr')).toEqual({ key: 'clockAhead', duration: '7\u00A0min' });
  expect(clockText(-2 * 3_600_000, 'fr')).toEqual({ key: 'clockBehind', duration: '2\u202Fh' });
});
