import { LIMITS } from '#shared/contract/limits.ts';
import { type Checkpoint, parseCursor } from '#shared/contract/sync.ts';

/** A checkpoint kept for what it says of the server's log: how far that had come when it was signed. */
export interface SignedHead {
  jws: string;
  /** `<epoch>.<pos>` */
  head: string;
}

/**
 * Which head a device keeps to show: of one epoch the furthest, and of two epochs the one that it follows now. What is too
 * long to be shown with a request is not kept.
 */
export function furthestHead(
  kept: SignedHead | null,
  offered: { jws: string; claims: Pick<Checkpoint, 'head'> },
  cursor: string | null,
): SignedHead | null {
  const said = parseCursor(offered.claims.head ?? '');
  if (said === null || offered.jws.length > LIMITS.headChars) return kept;
  const here = { jws: offered.jws, head: offered.claims.head as string };
  const before = kept && parseCursor(kept.head);
  if (!before) return here;
  if (before.epoch === said.epoch) return said.pos > before.pos ? here : kept;
  return said.epoch === parseCursor(cursor ?? '')?.epoch ? here : kept;
}
