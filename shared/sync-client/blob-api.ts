import { BlobReceipt, blobPath, contentRange } from '#shared/contract/blobs.ts';
import { fail } from '#shared/contract/errors.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import type { TransportAnswer } from '#shared/ports/transport.ts';
import { authorizedRequest, type CallResult, type Channel, interpret } from './node-api.ts';

/** A piece on a link of a few kilobytes a second takes its time. */
const PIECE_TIMEOUT_MS = 120_000;
const ASK_TIMEOUT_MS = 30_000;

const readReceipt = reader(BlobReceipt);
/** What a HEAD says stands in its headers. */
const noBody: Reader<never> = () => fail('/');

/** How much of a blob a node says that it has. */
export interface Held {
  whole: boolean;
  bytes: number;
}

/** A node that has another number of bytes than the device thinks says how many. */
export type PutResult = CallResult<BlobReceipt> | { kind: 'gap'; held: number };

/** HEAD: the node's own claim on what it has. An answer without `Upload-Offset` is no node's. */
export async function askHeld(channel: Channel, sha256: string): Promise<CallResult<Held>> {
  const answer = await authorizedRequest(channel, {
    method: 'HEAD',
    path: blobPath(sha256),
    headers: {},
    timeoutMs: ASK_TIMEOUT_MS,
  });
  if (answer.kind === 'sign_in') return answer;
  const bytes = offsetOf(answer);
  if (answer.kind === 'answer' && bytes !== null) {
    if (answer.status === 200) return { kind: 'ok', value: { whole: true, bytes } };
    if (answer.status === 204 || answer.status === 404) return { kind: 'ok', value: { whole: false, bytes } };
  }
  return interpret(answer, noBody);
}

export interface Piece {
  sha256: string;
  contentType: string;
  /** Of the whole blob. */
  total: number;
  from: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** PUT of one piece. */
export async function putPiece(channel: Channel, piece: Piece): Promise<PutResult> {
  const { sha256, contentType, total, from, bytes } = piece;
  const answer = await authorizedRequest(channel, {
    method: 'PUT',
    path: blobPath(sha256),
    headers: {
      'content-type': contentType,
      'content-range': contentRange({ first: from, last: from + bytes.length - 1, total }),
    },
    bytes,
    timeoutMs: PIECE_TIMEOUT_MS,
  });
  if (answer.kind === 'sign_in') return answer;
  const held = offsetOf(answer);
  if (answer.kind === 'answer' && answer.status === 409 && held !== null) return { kind: 'gap', held };
  return interpret(answer, readReceipt);
}

const offsetOf = (answer: TransportAnswer): number | null =>
  answer.kind === 'answer' ? (answer.uploadOffset ?? null) : null;
