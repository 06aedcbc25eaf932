import { fail, ok, type Result } from '#shared/contract/errors.ts';

/** Charsets that a file may be declared to have, by the names under which they are known. */
const DECLARED: Record<string, string> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1256': 'windows-1256',
  cp1256: 'windows-1256',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

/**
 * The text of an imported file. A byte order mark says most, then the declared charset; without either it is UTF-8, or, where
 * it cannot be, Windows-1252, which a French Excel writes. Nothing is replaced: what cannot be read is told.
 */
export function decodeFile(bytes: Uint8Array, contentType: string | undefined): Result<string, string> {
  const declared = /charset="?([\w-]+)"?/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  if (declared !== undefined && !Object.hasOwn(DECLARED, declared)) {
    return fail(`The charset ${declared} is not known here: save the file as UTF-8.`);
  }
  const named = charsetOfMark(bytes) ?? (declared === undefined ? null : (DECLARED[declared] ?? null));
  const utf8 = named === null ? decode(bytes, 'utf-8') : null;
  const text = utf8 ?? decode(bytes, named ?? 'windows-1252');
  if (text === null) return fail(`The file is not ${named ?? 'UTF-8'} text: save it as CSV UTF-8.`);
  return /[\u0080-\u009F]/.test(text)
    ? fail('The file holds bytes that are no letters: save it as CSV UTF-8.')
    : ok(text);
}

function charsetOfMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : null;
}

/** Null where the bytes are no text of that charset. A byte order mark is dropped. */
function decode(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
