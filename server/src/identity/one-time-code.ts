import { hash } from 'node:crypto';
import type { Random } from '#shared/ports/random.ts';

/** Without letters and digits that look alike: a code is read out over the telephone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = 3;
const GROUP_CHARS = 4;

/** `K7QM-3FHT-9WXA`: 60 bits. */
export function newCode(random: Random): string {
  const chars = Array.from(random.bytes(GROUPS * GROUP_CHARS), (byte) => ALPHABET[byte % ALPHABET.length]);
  return Array.from({ length: GROUPS }, (_, group) =>
    chars.slice(group * GROUP_CHARS, (group + 1) * GROUP_CHARS).join(''),
  ).join('-');
}

/** Case, spaces and hyphens do not count. */
const bare = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** A code is stored as its hash only. */
export const codeHash = (code: string): string => hash('sha256', bare(code), 'hex');

/** The first group, as what begins alike is counted: 20 of the 60 bits. */
export const codePrefix = (code: string): string => bare(code).slice(0, GROUP_CHARS);
