import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 8;
const BITS = 35n;
const CHECK_MODULUS = 31n;
const PREFIX = 'MCS1';

/**
 * The short code of a delivery, printed under its QR code for phones whose camera fails: the first 35 bits of SHA-256 of
 * `MCS1` and the note's `qr_payload` as seven characters of Crockford's base 32, then that number mod 31 as one more.
 */
export function shortCode(qrPayload: string): string {
  const digest = bytesToHex(sha256(utf8ToBytes(PREFIX + qrPayload)));
  const number = BigInt(`0x${digest.slice(0, 10)}`) >> (40n - BITS);
  return base32(number, CHARACTERS - 1) + base32(number % CHECK_MODULUS, 1);
}

/**
 * What a person typed, as the code it means: case, blanks and hyphens do not matter, O reads as 0, I and L as 1. Null
 * where it cannot be a code: a character, the length or the check character is wrong, which a phone tells offline.
 */
export function readShortCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s\u00a0\u200b-\u200f\u202f-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (code.length !== CHARACTERS || [...code].some((character) => !ALPHABET.includes(character))) return null;
  const number = [...code.slice(0, -1)].reduce((sum, it) => sum * 32n + BigInt(ALPHABET.indexOf(it)), 0n);
  return base32(number % CHECK_MODULUS, 1) === code.at(-1) ? code : null;
}

/** What an event says of a code that was typed. */
export const asScanned = (code: string): string => `${PREFIX}.${code}`;

/** The short code in what an event says was scanned (`MCS1.<short code>`), or null where it is another kind of code. */
export const typedCode = (scanned: string): string | null =>
  scanned.startsWith(`${PREFIX}.`) ? readShortCode(scanned.slice(PREFIX.length + 1)) : null;

/** Whether what was scanned or typed is the code of the note that bears `qrPayload`. */
export const isCodeOf = (scanned: string, qrPayload: string): boolean =>
  scanned === qrPayload || typedCode(scanned) === shortCode(qrPayload);

function base32(number: bigint, characters: number): string {
  return Array.from({ length: characters }, (_, index) => {
    const shift = BigInt(5 * (characters - 1 - index));
    return ALPHABET[Number((number >> shift) & 31n)];
  }).join('');
}
