import { expect, test } from 'vitest';
import { knownAnswers } from '../testing/fixtures/vectors.ts';
import { readShortCode, shortCode } from './short-code.ts';

const CODES = knownAnswers.short_codes.cases;

test('[CODE-1] short codes are those of the known answers', () => {
  for (const { qr_payload, short_code } of CODES) expect(shortCode(qr_payload)).toBe(short_code);
});

test('[CODE-2] a code is read as a person types it, whatever case, blanks and hyphens, O for 0, I and L for 1', () => {
  expect(readShortCode('J91N1WP7')).toBe('J91N1WP7');
  expect(readShortCode(' j9in-lw p7\u00a0')).toBe('J91N1WP7');
  expect(readShortCode('xd8f 9wqi')).toBe('XD8F9WQ1');
});

test('[CODE-2] one wrong character is told, and what has another length or sign is no code', () => {
  for (const { short_code } of CODES) {
    for (let at = 0; at < short_code.length; at += 1) {
      const wrong = short_code[at] === '2' ? '3' : '2';
      const mistyped = short_code.slice(0, at) + wrong + short_code.slice(at + 1);
      expect(readShortCode(mistyped), mistyped).toBeNull();
    }
  }
  for (const typed of ['', 'J91N1WP', 'J91N1WP77', 'J91N1WU7', 'é91N1WP7']) expect(readShortCode(typed)).toBeNull();
});
