/** What one scan over the text of a JSON value finds out. The text must have been parsed before: it is valid. */
export interface ScannedValue {
  /** Just behind the value. */
  end: number;
  /** How deep its arrays and objects nest. */
  depth: number;
  /** How many members its objects have, each time that one is written. */
  members: number;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/** Scans the value that begins at `start`. Outside of strings a colon stands once in each member and nowhere else. */
export function scanValue(text: string, start: number): ScannedValue {
  let level = 0;
  let depth = 0;
  let members = 0;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (isOpening(code)) {
      level += 1;
      depth = Math.max(depth, level);
      at += 1;
    } else if (isClosing(code)) {
      level -= 1;
      at += 1;
    } else if (level === 0) at = scalarEnd(text, at);
    else {
      members += code === COLON ? 1 : 0;
      at += 1;
    }
  } while (level > 0);
  return { end: at, depth, members };
}

function scalarEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',]} \n\r\t'.includes(text[at] as string)) at += 1;
  return at;
}

/** Just behind the closing quote of the string that begins at `start`. */
export function stringEnd(text: string, start: number): number {
  let at = start;
  do {
    at = text.indexOf('"', at + 1);
  } while (isEscaped(text, at));
  return at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** Where the next token begins. */
export function skipBlank(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}
