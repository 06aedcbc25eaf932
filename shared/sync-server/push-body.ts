import { LIMITS } from '#shared/contract/limits.ts';
import { scanValue, skipBlank, stringEnd } from '#shared/domain/json-text.ts';
import { holdsPoison, memberCount } from '#shared/domain/strict-json.ts';

/** One element of a push's `events`, parsed, and as the text that was received. */
export interface RawEvent {
  value: unknown;
  text: string;
  /** How deep its arrays and objects nest. */
  depth: number;
  /** A member stands twice in one of its objects: two parsers may read two things. Not looked for where it nests too deep. */
  isAmbiguous: boolean;
}

/**
 * Reads a push's body: the envelope as parsed, and each event with its own text, since what was received is what is
 * stored. Null where the body is not JSON, not an object, or `events` is not a list, and where the envelope is not
 * strict: what is wrong with an event is that event's affair.
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
  const slices = sliceEvents(text, envelope);
  return slices && { envelope, events: events.map((value, index) => rawEvent(value, slices[index] as Slice)) };
}

interface Slice {
  text: string;
  depth: number;
  members: number;
}

function rawEvent(value: unknown, { text, depth, members }: Slice): RawEvent {
  const isAmbiguous = depth <= LIMITS.eventDepth && memberCount(value) !== members;
  return { value, text, depth, isAmbiguous };
}

/** The texts of the elements of the top-level member `events`; null where the envelope around them is not strict. */
function sliceEvents(text: string, envelope: Record<string, unknown>): Slice[] | null {
  const lists: Slice[][] = [];
  const around = { members: 0, depth: 0 };
  let at = skipBlank(text, text.indexOf('{') + 1);
  while (text[at] !== '}') {
    const keyEnd = stringEnd(text, at);
    const isEvents = JSON.parse(text.slice(at, keyEnd)) === 'events';
    at = skipBlank(text, text.indexOf(':', keyEnd) + 1);
    if (isEvents && text[at] === '[') {
      const list = sliceList(text, at);
      lists.push(list.slices);
      at = list.end;
    } else {
      const value = scanValue(text, at);
      around.members += 1 + value.members;
      around.depth = Math.max(around.depth, value.depth);
      at = value.end;
    }
    at = nextItem(text, at);
  }
  if (lists.length !== 1 || around.depth > LIMITS.jsonDepth) return null;
  return memberCount(envelope) === around.members && !holdsPoison(envelope) ? (lists[0] as Slice[]) : null;
}

/** Where the next member or element begins, or the object or list ends. */
function nextItem(text: string, end: number): number {
  const at = skipBlank(text, end);
  return text[at] === ',' ? skipBlank(text, at + 1) : at;
}

function sliceList(text: string, start: number): { slices: Slice[]; end: number } {
  const slices: Slice[] = [];
  let at = skipBlank(text, start + 1);
  while (text[at] !== ']') {
    const { end, depth, members } = scanValue(text, at);
    slices.push({ text: text.slice(at, end), depth, members });
    at = nextItem(text, end);
  }
  return { slices, end: at + 1 };
}
