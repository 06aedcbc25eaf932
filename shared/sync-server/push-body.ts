/** One element of a push's `events`, parsed, and in the words in which it was received. */
export interface RawEvent {
  value: unknown;
  text: string;
  /** How deep its arrays and objects nest. */
  depth: number;
}

/**
 * Reads a push's body: the envelope as parsed, and each event with its own text, since what was received is what is
 * stored. Null where the body is not JSON, not an object, or `events` is not a list.
 */
export function readPushBody(text: string): { envelope: Record<string, unknown>; events: RawEvent[] } | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return null;
  const { events, ...envelope } = body as Record<string, unknown>;
  if (!Array.isArray(events)) return null;
  const slices = sliceEvents(text);
  return { envelope, events: events.map((value, index) => ({ value, ...(slices[index] as Slice) })) };
}

interface Slice {
  text: string;
  depth: number;
}

/** The texts of the elements of the last top-level member `events`. The text must have been parsed before: it is valid. */
function sliceEvents(text: string): Slice[] {
  let slices: Slice[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = skipBlank(text, at);
    if (text[at] === '}') return slices;
    const keyEnd = stringEnd(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    at = skipBlank(text, text.indexOf(':', keyEnd) + 1);
    if (key === 'events' && text[at] === '[') {
      const list = sliceList(text, at);
      slices = list.slices;
      at = list.end;
    } else at = valueEnd(text, at).end;
    at = skipBlank(text, at);
    if (text[at] === ',') at += 1;
  }
}

function sliceList(text: string, start: number): { slices: Slice[]; end: number } {
  const slices: Slice[] = [];
  let at = skipBlank(text, start + 1);
  while (text[at] !== ']') {
    const { end, depth } = valueEnd(text, at);
    slices.push({ text: text.slice(at, end), depth });
    at = skipBlank(text, end);
    if (text[at] === ',') at = skipBlank(text, at + 1);
  }
  return { slices, end: at + 1 };
}

const QUOTE = 0x22;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/** Where the value that begins at `start` ends, and how deep it nests. */
function valueEnd(text: string, start: number): { end: number; depth: number } {
  let level = 0;
  let depth = 0;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (isOpening(code)) {
      level += 1;
      if (level > depth) depth = level;
      at += 1;
    } else if (isClosing(code)) {
      level -= 1;
      at += 1;
    } else if (level === 0) at = scalarEnd(text, at);
    else at += 1;
  } while (level > 0);
  return { end: at, depth };
}

function scalarEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',]} \n\r\t'.includes(text[at] as string)) at += 1;
  return at;
}

/** Just behind the closing quote of the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
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

function skipBlank(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}
