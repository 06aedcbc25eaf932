import type { SyncEvent } from '#shared/contract/events.ts';

const SHA256 = /^[0-9a-f]{64}$/;
/** What the catalogue allows, with room to spare: a payload that nobody has judged yet names no more than this. */
const MOST = 32;

/** The blobs that an event names, each once. Of a payload that has not been judged yet, whatever can be a blob's name. */
export function blobsNamedBy({ payload }: Pick<SyncEvent, 'payload'>): string[] {
  const { signature_blob, photo_blobs } = payload;
  if (signature_blob === undefined && photo_blobs === undefined) return [];
  const named = [signature_blob, ...(Array.isArray(photo_blobs) ? photo_blobs : [])];
  return [...new Set(named)].filter((name) => typeof name === 'string' && SHA256.test(name)).slice(0, MOST) as string[];
}
