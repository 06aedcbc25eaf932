import type { SyncEvent } from '#shared/contract/events.ts';
import type { Sha256 } from '#shared/ports/crypto.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 over the canonical JSON of an event without its checksum and signature. */
export function checksumOf(event: Omit<SyncEvent, 'checksum' | 'signature'>, sha256: Sha256): string {
  return sha256(canonicalJson(unsigned(event)));
}

/**
 * Whether an event's checksum is its own. A sender that writes its members in canonical order spares the node the
 * sorting. A checksum over any other text is none: one content has one checksum.
 */
export function checksumMatches(event: { checksum: string }, sha256: Sha256): boolean {
  const bare = unsigned(event);
  return sha256(isOrdered(bare) ? JSON.stringify(bare) : canonicalJson(bare)) === event.checksum;
}

/** Whether JSON.stringify writes the members of a parsed value in canonical order as they stand. */
function isOrdered(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isOrdered);
  let last = '';
  for (const key of Object.keys(value)) {
    if (key < last || !isOrdered((value as Record<string, unknown>)[key])) return false;
    last = key;
  }
  return true;
}

function unsigned(event: object): Record<string, unknown> {
  const { checksum: _checksum, signature: _signature, ...rest } = event as Record<string, unknown>;
  return rest;
}
