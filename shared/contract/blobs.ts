import Type, { type Static } from 'typebox';
import { Sha256 } from './scalars.ts';

/** Photos and signatures, addressed by the SHA-256 of their content. */
export const blobPath = (sha256: string): string => `/api/sync/blobs/${sha256}`;

/** The answer to a PUT. The same number of bytes stands in the header `Upload-Offset`. */
export const BlobReceipt = Type.Object({
  sha256: Sha256,
  /** How many bytes of it the node has from this caller. */
  upload_offset: Type.Integer({ minimum: 0 }),
  /** The node has all of it, and its content is what its name says. */
  complete: Type.Boolean(),
});
export type BlobReceipt = Static<typeof BlobReceipt>;

/** A stretch of a blob, as `Content-Range` names it: `bytes <first>-<last>/<total>`. */
export interface ContentRange {
  first: number;
  last: number;
  total: number;
}

export const contentRange = ({ first, last, total }: ContentRange): string => `bytes ${first}-${last}/${total}`;

const CONTENT_RANGE = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/;

/** Null for anything that names no stretch within a whole of known length. */
export function parseContentRange(header: string): ContentRange | null {
  const match = CONTENT_RANGE.exec(header);
  if (!match) return null;
  const [first, last, total] = match.slice(1).map(Number) as [number, number, number];
  return first <= last && last < total ? { first, last, total } : null;
}

const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,60}$/;
export const ANY_BYTES = 'application/octet-stream';

/** The media type of a blob without its parameters; what is none becomes plain bytes. */
export function mediaType(header: string | undefined): string {
  const essence = (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(essence) ? essence : ANY_BYTES;
}
