import type { SyncEvent } from '#shared/contract/events.ts';
import type { Sha256 } from '#shared/ports/crypto.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 over the canonical JSON of an event without its checksum and signature. */
export function checksumOf(event: Omit<SyncEvent, 'checksum' | 'signature'>, sha256: Sha256): string {
  return sha256(canonicalJson(unsigned(event)));
}

/**
 * Whether an event's checksum is its own. A sender that writes its members in canonical order spares the node the
 * sorting: JSON.stringify of what was parsed is tried first, and only where it differs is the text made canonical.
 */
export function checksumMatches(event: { checksum: string }, sha256: Sha256): boolean {
  const bare = unsigned(event);
  return sha256(JSON.stringify(bare)) === event.checksum || sha256(canonicalJson(bare)) === event.checksum;
}

function unsigned(event: object): Record<string, unknown> {
  const { checksum: _checksum, signature: _signature, ...rest } = event as Record<string, unknown>;
  return rest;
}
