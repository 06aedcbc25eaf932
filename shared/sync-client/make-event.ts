import type { SyncEvent } from '#shared/contract/events.ts';
import { CONTRACT_VERSION } from '#shared/contract/limits.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import type { Sha256, SignChecksum } from '#shared/ports/crypto.ts';

/** What a person did, before it is numbered, chained and signed. */
export interface EventDraft {
  id: string;
  entity_type: string;
  entity_id: string;
  action: string;
  payload: Record<string, unknown>;
  occurred_at: string;
  user_id: number;
  device_id: string;
}

/** The last link of a device's journal. */
export interface JournalHead {
  seq: number;
  checksum: string | null;
}

/** An event and its text for the wire: members in canonical order, so that nodes can check it without sorting. */
export interface SignedEvent {
  event: SyncEvent;
  text: string;
}

/** Numbers, chains and signs a draft. The caller must keep others from appending until the result is stored. */
export async function makeEvent(
  draft: EventDraft,
  head: JournalHead,
  sha256: Sha256,
  sign: SignChecksum,
): Promise<SignedEvent> {
  const unsigned = { ...draft, v: CONTRACT_VERSION, seq: head.seq + 1, prev_checksum: head.checksum };
  const canonical = canonicalJson(unsigned);
  const checksum = sha256(canonical);
  const signature = await sign(checksum);
  // Both names sort in among the others, but a node takes them out before it hashes: their place is free.
  const text = `${canonical.slice(0, -1)},"checksum":"${checksum}","signature":"${signature}"}`;
  return { event: JSON.parse(text) as SyncEvent, text };
}
