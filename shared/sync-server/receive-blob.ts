import type { Readable } from 'node:stream';
import type { BlobReceipt, ContentRange } from '#shared/contract/blobs.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { BlobStore, Upload } from './blob-store.ts';

/** What a PUT announces: a stretch of the blob, or, without a range, all of it. */
export interface Announced {
  range: ContentRange | null;
  /** Of the body; null where it comes without a length. */
  bodyBytes: number | null;
  contentType: string;
}

export type Received = { receipt: BlobReceipt; isNew: boolean };

/** Judges what is announced before a byte is read. */
function checkAnnounced({ range, bodyBytes }: Announced): Result<null, RequestError> {
  const total = range?.total ?? bodyBytes ?? 0;
  if (total > LIMITS.blobBytes) return tooLarge();
  const stretch = range && range.last - range.first + 1;
  if (bodyBytes === 0 || (stretch !== null && bodyBytes !== null && stretch !== bodyBytes)) {
    return refuse('INVALID_REQUEST', 'The body is not as long as its headers say, or empty.');
  }
  return ok(null);
}

/**
 * Takes in a blob or a stretch of it. Bytes that this caller has brought before are passed over, so that a repeat does no
 * harm; whatever comes before a cut is kept. Without a range the upload begins anew. When the last byte is here, the
 * content is compared with its name.
 */
export async function receiveBlob(
  store: BlobStore,
  upload: Upload,
  body: Readable,
  announced: Announced,
): Promise<Result<Received, RequestError>> {
  const { range } = announced;
  const checked = checkAnnounced(announced);
  if (!checked.ok) return checked;
  const held = await store.find(upload);
  if (held.whole && held.own) return ok(receipt(upload, held.whole.size, true, false));
  if (range === null && held.part > 0) await store.forget(upload);
  const before = range === null ? 0 : held.part;
  if (range !== null && range.first > before) return gap(before);
  const taken = await takePieces(store, upload, body, { at: range?.first ?? 0, held: before, end: endOf(announced) });
  if (!taken.ok) return taken;
  const { size, wasCut } = taken.value;
  const total = range?.total ?? announced.bodyBytes ?? (wasCut ? null : size);
  if (size !== total || size === 0) return ok(receipt(upload, size, false, false));
  return finish(store, upload, announced.contentType, size);
}

async function finish(
  store: BlobStore,
  upload: Upload,
  contentType: string,
  size: number,
): Promise<Result<Received, RequestError>> {
  switch (await store.complete(upload, contentType)) {
    case 'whole':
      return ok(receipt(upload, size, true, true));
    case 'wrong_hash':
      return refuse('HASH_MISMATCH', 'The content is not what its name says. Nothing of it was kept: send it anew.');
    case 'gone': {
      const { own, part } = await store.find(upload);
      return own ? ok(receipt(upload, size, true, false)) : gap(part);
    }
  }
}

const receipt = ({ sha256 }: Upload, size: number, complete: boolean, isNew: boolean): Received => ({
  receipt: { sha256, upload_offset: size, complete },
  isNew,
});

const endOf = ({ range, bodyBytes }: Announced): number =>
  range !== null ? range.last + 1 : (bodyBytes ?? LIMITS.blobBytes);

const tooLarge = () =>
  refuse('BLOB_TOO_LARGE', `A blob has at most ${LIMITS.blobBytes} bytes: make the photo smaller.`);

/** The caller goes on from `upload_offset`. */
const gap = (size: number) =>
  refuse('CONFLICT', 'The node holds another number of bytes: go on from there.', { upload_offset: size });

interface Progress {
  /** Where in the blob the next byte of the body belongs. */
  at: number;
  /** How many bytes are held. */
  held: number;
  /** Where the body ends at the latest. */
  end: number;
}

async function takePieces(
  store: BlobStore,
  upload: Upload,
  body: Readable,
  progress: Progress,
): Promise<Result<{ size: number; wasCut: boolean }, RequestError>> {
  let { at, held } = progress;
  let wasCut = true;
  for await (const piece of inPieces(body, () => {
    wasCut = false;
  })) {
    if (at + piece.length > progress.end) {
      return progress.end === LIMITS.blobBytes
        ? tooLarge()
        : refuse('INVALID_REQUEST', 'The body is longer than announced.');
    }
    const fresh = piece.subarray(Math.max(0, held - at));
    at += piece.length;
    if (fresh.length === 0) continue;
    if (!(await store.append(upload, held, fresh))) return gap((await store.find(upload)).part);
    held += fresh.length;
  }
  return ok({ size: held, wasCut });
}

/** The body in pieces worth a write. A connection that breaks ends it early, with what had come. */
async function* inPieces(body: Readable, onEnd: () => void): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop must not tear down the socket that the answer goes out by.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      gathered.push(chunk);
      size += chunk.length;
      if (size < LIMITS.blobPieceBytes) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      size = 0;
    }
    onEnd();
  } catch {
    // The caller is gone; it will ask how far it came.
  }
  if (size > 0) yield Buffer.concat(gathered);
}
