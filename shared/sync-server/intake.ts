import Compile from 'typebox/compile';
import type { CopyErrorCode } from '#shared/contract/errors.ts';
import { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { checksumMatches } from '#shared/domain/checksum.ts';
import type { Link } from '#shared/domain/journal.ts';
import { holdsPoison, POISON } from '#shared/domain/strict-json.ts';
import type { Sha256 } from '#shared/ports/crypto.ts';
import type { Caller } from './caller.ts';
import type { RawEvent } from './push-body.ts';

/** An event whose envelope and checksum hold, with its text as received. */
export interface ReceivedEvent {
  event: SyncEvent;
  text: string;
}

/** A copy that is corrupt, forged or not this caller's to bring. It says nothing about the event it pretends to be. */
export interface RefusedCopy {
  /** As it is named in the answer. */
  event_id: string;
  code: CopyErrorCode;
  detail: string;
  text: string;
  /**
   * The device and number it claims, where its checksum is that of its content: what an origin itself brought and was
   * refused counts as seen. A copy that was mangled on the way claims nothing, or its true self would be taken for held.
   */
  claims: (Link & { device_id: string }) | null;
}

export type Intake = { kind: 'received'; received: ReceivedEvent } | { kind: 'refused'; copy: RefusedCopy };

const envelope = Compile(SyncEvent);

/** Judges one event by itself, before any store is asked: size, envelope, what no store can keep, checksum. */
export function checkEnvelope(raw: RawEvent, caller: Caller, sha256: Sha256): Intake {
  const refuse = (code: CopyErrorCode, detail: string, claims: RefusedCopy['claims'] = null): Intake => ({
    kind: 'refused',
    copy: { event_id: nameOf(raw), code, detail, text: raw.text.slice(0, LIMITS.eventBytes), claims },
  });
  const refuseInvalid = (detail: string) => refuse('INVALID_EVENT', detail, claimsOf(raw.value, sha256));
  if (raw.depth > LIMITS.eventDepth) return refuse('INVALID_EVENT', `the event nests deeper than ${LIMITS.eventDepth}`);
  // It has no one content of which its checksum could be: it claims nothing either.
  if (raw.isAmbiguous) return refuse('INVALID_EVENT', 'a member stands twice in one of its objects');
  if (raw.text.length > LIMITS.eventBytes || Buffer.byteLength(raw.text) > LIMITS.eventBytes) {
    return refuseInvalid(`the event is larger than ${LIMITS.eventBytes} bytes`);
  }
  if (!envelope.Check(raw.value)) return refuseInvalid('a member of the envelope is missing or wrong');
  const event = raw.value;
  if (mayHidePoison(raw.text) && holdsPoison(event)) return refuseInvalid(POISONED);
  if (!checksumMatches(event, sha256)) {
    // No checksum is that of a number beyond all numbers: only here is it worth looking for one.
    if (holdsPoison(event)) return refuseInvalid(POISONED);
    return refuse('CHECKSUM_MISMATCH', 'the checksum is not that of the content');
  }
  const foreign = foreignTo(event, caller);
  return foreign ? refuse('INVALID_EVENT', foreign) : { kind: 'received', received: { event, text: raw.text } };
}

/** A phone hands in its own device's events only; a hub carries those of many. */
function foreignTo(event: SyncEvent, caller: Caller): string | null {
  if (caller.kind === 'hub') return null;
  if (event.device_id !== caller.deviceId) return 'the event is another device’s';
  return event.user_id === caller.userId ? null : 'the event names another user than its device’s';
}

/** An id that is no text is named by its JSON text; what nests too deep to be written again, by how it begins. */
export function nameOf({ value, text, depth }: RawEvent): string {
  const isObject = value !== null && typeof value === 'object';
  const id = isObject ? (value as { id?: unknown }).id : value;
  if (isObject && typeof id === 'string') return id;
  const named = depth > LIMITS.eventDepth ? text : (JSON.stringify(id) ?? 'null');
  return named.slice(0, LIMITS.identifierChars);
}

function claimsOf(value: unknown, sha256: Sha256): RefusedCopy['claims'] {
  if (value === null || typeof value !== 'object') return null;
  const { device_id, seq, checksum, prev_checksum } = value as Record<string, unknown>;
  if (typeof device_id !== 'string' || typeof checksum !== 'string') return null;
  if (!Number.isInteger(seq) || (seq as number) < 1 || (seq as number) > LIMITS.seq) return null;
  if (!checksumMatches({ ...value, checksum }, sha256)) return null;
  const link = typeof prev_checksum === 'string' ? prev_checksum : null;
  return { device_id, seq: seq as number, checksum, prev_checksum: link };
}

const POISONED = `the event holds ${POISON}`;

/** Cheap and over-careful: only texts with an escape or a suspicious name are walked through. */
const mayHidePoison = (text: string): boolean =>
  text.includes('\\u') || text.includes('__proto__') || text.includes('constructor');
