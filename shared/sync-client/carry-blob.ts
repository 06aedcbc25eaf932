import { LIMITS } from '#shared/contract/limits.ts';
import { askHeld, type PutResult, putPiece } from './blob-api.ts';
import type { BlobOutbox, OutgoingBlob } from './blob-outbox.ts';
import type { CallResult, Channel } from './node-api.ts';

/** How often a node is asked about one blob before the others get their turn. */
const ROUNDS = 5;

type ChannelFault = Extract<CallResult<never>, { kind: 'unreachable' | 'busy' | 'sign_in' | 'revoked' }>;
/** `later`: this blob did not go through now, others may. */
export type Carried = { kind: 'held' | 'later' | 'aside' } | ChannelFault;

/** Asks, sends what is missing, and asks again: the node's own HEAD decides. */
export async function carryBlob(
  channel: Channel,
  outbox: BlobOutbox,
  blob: OutgoingBlob,
  stop?: AbortSignal,
): Promise<Carried> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = await askHeld(channel, blob.sha256);
    if (asked.kind !== 'ok') return asFault(asked);
    if (asked.value.whole) {
      await outbox.recordHeld(channel.node, blob.sha256);
      return { kind: 'held' };
    }
    const sent = await sendRest(channel, outbox, blob, asked.value.bytes, stop);
    if (sent.kind === 'never') {
      await outbox.setAside(channel.node, blob.sha256, sent.code);
      return { kind: 'aside' };
    }
    if (sent.kind !== 'ask') return sent;
  }
  return { kind: 'later' };
}

/** `ask`: what could be sent is sent, or the node has another number of bytes. `never`: it refuses this content. */
type Sent = { kind: 'ask' } | { kind: 'later' } | { kind: 'never'; code: string } | ChannelFault;

/** Sends what the node does not have, a piece at a time. Where it has all the bytes, the last one asks for its verdict. */
async function sendRest(
  channel: Channel,
  outbox: BlobOutbox,
  { sha256, size, contentType }: OutgoingBlob,
  held: number,
  stop?: AbortSignal,
): Promise<Sent> {
  let from = Math.min(held, size - 1);
  while (from < size) {
    if (stop?.aborted) return { kind: 'later' };
    const bytes = await outbox.read(sha256, from, LIMITS.blobPieceBytes);
    const put = await putPiece(channel, { sha256, contentType, total: size, from, bytes });
    if (put.kind !== 'ok') return judgePut(put, held);
    if (put.value.complete || put.value.upload_offset <= from) return { kind: 'ask' };
    from = put.value.upload_offset;
  }
  return { kind: 'ask' };
}

function judgePut(put: Exclude<PutResult, { kind: 'ok' }>, held: number): Sent {
  if (put.kind === 'gap') return { kind: 'ask' };
  if (put.kind === 'item_fault' && put.code === 'BLOB_TOO_LARGE') return { kind: 'never', code: put.code };
  // Where the node had some bytes already, it may have been those; they are forgotten now.
  if (put.kind === 'refused' && put.code === 'HASH_MISMATCH') {
    return held > 0 ? { kind: 'ask' } : { kind: 'never', code: put.code };
  }
  return asFault(put);
}

/** What concerns this one blob leaves the others their turn; what concerns the channel ends the round. */
function asFault(fault: Exclude<CallResult<never>, { kind: 'ok' }>): ChannelFault | { kind: 'later' } {
  switch (fault.kind) {
    case 'unreachable':
    case 'busy':
    case 'sign_in':
    case 'revoked':
      return fault;
    case 'item_fault':
    case 'cursor_expired':
    case 'refused':
      return { kind: 'later' };
  }
}
