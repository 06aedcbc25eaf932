import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { base64Url, fromBase64Url, type Sha256 } from '#shared/ports/crypto.ts';
import { canonicalJson } from '../canonical-json.ts';
import { checksumMatches } from '../checksum.ts';

/** An event as one screen shows it to another: who reads it computes its checksum anew, and signs that. */
export type ShownEvent = Omit<SyncEvent, 'signature'>;

const WHOLE = /^MCT1\.([A-Za-z0-9_-]+)$/;
const PART = /^MCT1\/([1-9]\d?)\.([1-9]\d?)\.([A-Za-z0-9_-]+)$/;
/** `MCT1/12.34.` */
const PART_HEAD_CHARS = 11;

/** The texts of the QR codes that show an event: one, or as many numbered ones as it takes. */
export async function codesOf(event: SyncEvent): Promise<string[]> {
  const { signature: _signature, ...shown } = event;
  const packed = base64Url(
    await through(new TextEncoder().encode(canonicalJson(shown)), new CompressionStream('deflate-raw')),
  );
  const whole = `MCT1.${packed}`;
  if (whole.length <= LIMITS.shownCodeChars) return [whole];
  const room = LIMITS.shownCodeChars - PART_HEAD_CHARS;
  const parts = Array.from({ length: Math.ceil(packed.length / room) }, (_, n) =>
    packed.slice(n * room, (n + 1) * room),
  );
  return parts.map((part, n) => `MCT1/${parts.length}.${n + 1}.${part}`);
}

export type Scanned =
  | { kind: 'whole'; packed: string }
  /** The numbers of the codes that have still to be scanned. */
  | { kind: 'partial'; missing: number[] }
  | { kind: 'unknown' };

/** What codes come to that were scanned one after another, in any order and as often as it happens. */
export function joinCodes(codes: readonly string[]): Scanned {
  const last = codes.at(-1) ?? '';
  const whole = WHOLE.exec(last)?.[1];
  if (whole !== undefined) return { kind: 'whole', packed: whole };
  const total = Number(PART.exec(last)?.[1] ?? 0);
  if (total === 0) return { kind: 'unknown' };
  // Codes of another number of parts are another event's.
  const parts = new Map(
    codes.flatMap((code): [number, string][] => {
      const [, of, number, part = ''] = PART.exec(code) ?? [];
      return Number(of) === total && Number(number) <= total ? [[Number(number), part]] : [];
    }),
  );
  const numbers = Array.from({ length: total }, (_, n) => n + 1);
  const missing = numbers.filter((number) => !parts.has(number));
  if (missing.length > 0) return { kind: 'partial', missing };
  return { kind: 'whole', packed: numbers.map((number) => parts.get(number)).join('') };
}

/** The event that codes show, or null where they show none whose checksum is its own. */
export async function readShown(packed: string, sha256: Sha256): Promise<ShownEvent | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      await through(fromBase64Url(packed), new DecompressionStream('deflate-raw')),
    );
    const event = JSON.parse(text) as ShownEvent;
    return event !== null && typeof event === 'object' && checksumMatches(event, sha256) ? event : null;
  } catch (error) {
    // What is not packed, no UTF-8, no JSON or no base64url. Anything else is a bug.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

/** Packs or unpacks bytes; no more than an event may have comes out. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (value === undefined) continue;
    size += value.length;
    if (size > LIMITS.eventBytes) {
      await reader.cancel();
      throw new TypeError('no event is so long');
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
