import type { SyncEvent } from '#shared/contract/events.ts';
import type { Sha256 } from '#shared/ports/crypto.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 over the canonical JSON of an event without its checksum and signature. */
export function checksumOf(event: Omit<SyncEvent, 'checksum' | 'signature'>, sha256: Sha256): string {
  return sha256(canonicalJson(unsigned(event)));
}

/**
 * Whether an event's checksum is its own. A sender that writes its members in canonical order spares the node the
 * sorting. A checksum over any other text is none: one content has one checksum, and what holds a number beyond all
 * numbers (JSON's 1e400 reads as infinity) has no text at all.
 */
export function checksumMatches(event: { checksum: string }, sha256: Sha256): boolean {
  const bare = unsigned(event);
  if (isCanonical(bare)) return sha256(JSON.stringify(bare)) === event.checksum;
  return !holdsInfinity(bare) && sha256(canonicalJson(bare)) === event.checksum;
}

/** Whether JSON.stringify writes a parsed value in canonical form as it stands. */
function isCanonical(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isCanonical);
  let last = '';
  for (const key of Object.keys(value)) {
    if (key < last || !isCanonical((value as Record<string, unknown>)[key])) return false;
    last = key;
  }
  return true;
}

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsInfinity);
}

function unsigned(event: object): Record<string, unknown> {
  const { checksum: _checksum, signature: _signature, ...rest } = event as Record<string, unknown>;
  return rest;
}
