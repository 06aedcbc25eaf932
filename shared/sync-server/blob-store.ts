import type { Caller } from './caller.ts';

/** One caller's way of bringing a blob: what another has sent of it is never gone on with. */
export interface Upload {
  /** The blob's name, 64 lower-case hex digits. */
  sha256: string;
  /** The device or hub that brings it. */
  by: string;
}

export interface WholeBlob {
  /** In bytes. */
  size: number;
  contentType: string;
}

/** What a node has of a blob. */
export interface HeldBlob {
  /** Verified and on disk, whoever brought it. */
  whole: WholeBlob | null;
  /** This caller has itself brought all of it. */
  own: boolean;
  /** How many bytes this caller has brought of an upload that is not whole. */
  part: number;
}

/**
 * Where a node keeps blobs. Parts are kept as they come and need not survive a power cut, since the whole is verified;
 * what `complete` has called whole is on disk.
 */
export interface BlobStore {
  find(upload: Upload): Promise<HeldBlob>;
  /** Adds bytes where `at` are held. False where it is another number by now: somebody else sent the same. */
  append(upload: Upload, at: number, bytes: Uint8Array): Promise<boolean>;
  /**
   * Compares what was brought with its name. Where they disagree, nothing of the upload is kept. `gone`: another request
   * of the same caller has completed it, or begun anew.
   */
  complete(upload: Upload, contentType: string): Promise<'whole' | 'wrong_hash' | 'gone'>;
  /** Drops what this caller has brought of an upload that is not whole. */
  forget(upload: Upload): Promise<void>;
  /**
   * Whether an upload may begin: an event in the node's custody names the blob, or it takes no more than `most` bytes
   * together with what this caller has brought besides that no event names. Of that, a part counts as a whole blob.
   */
  hasRoom(upload: Upload, bytes: number, most: number): Promise<boolean>;
  /** Whether a blob is in the caller's scope: brought by itself, or named by an event that it may know of. */
  mayRead(caller: Caller, sha256: string): Promise<boolean>;
  /** Whether an event of this device that is in the node's custody names the blob. */
  isNamedBy(deviceId: string, sha256: string): Promise<boolean>;
  /** The content of a whole blob, from its start. */
  read(sha256: string): AsyncIterable<Uint8Array>;
}
