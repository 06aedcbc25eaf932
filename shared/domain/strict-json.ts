import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { scanValue, skipBlank } from './json-text.ts';

/**
 * Reads a JSON text that every parser reads alike and every store can keep: no member stands twice in its object, nothing
 * nests deeper than `LIMITS.jsonDepth`, and nothing is poison. The error says in one phrase what is wrong.
 */
export function readStrictJson(text: string): Result<unknown, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('it is not JSON');
  }
  const { depth, members } = scanValue(text, skipBlank(text, 0));
  if (depth > LIMITS.jsonDepth) return fail(`it nests deeper than ${LIMITS.jsonDepth}`);
  if (memberCount(value) !== members) return fail('a member stands twice in one object');
  return holdsPoison(value) ? fail(`it holds ${POISON}`) : ok(value);
}

/** How many members the objects of a parsed value have. The text had more where one stood twice: parsers keep one of them. */
export function memberCount(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += memberCount(item);
    return count;
  }
  for (const key of Object.keys(value)) count += 1 + memberCount((value as Record<string, unknown>)[key]);
  return count;
}

export const POISON = 'U+0000, half a surrogate pair, a name that poisons objects, or a number beyond all numbers';

/** A text without U+0000, which PostgreSQL cannot keep, and without half a surrogate pair, which has no UTF-8. */
export const isCleanText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * What PostgreSQL cannot keep as text (U+0000), what has no UTF-8 (half a pair), names that poison objects, and numbers
 * that are none: JSON's 1e400 reads as infinity, which would have the checksum of null.
 */
export function holdsPoison(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value === 'string') return !isCleanText(value);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(holdsPoison);
  return Object.entries(value).some(
    ([key, member]) => holdsPoison(key) || key === '__proto__' || isPrototypePath(key, member) || holdsPoison(member),
  );
}

const isPrototypePath = (key: string, member: unknown): boolean =>
  key === 'constructor' && member !== null && typeof member === 'object' && Object.hasOwn(member, 'prototype');
