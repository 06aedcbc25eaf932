import type { NodeRef } from './device-store.ts';

/** A blob that a device has to bring. */
export interface OutgoingBlob {
  sha256: string;
  /** In bytes. */
  size: number;
  contentType: string;
}

/** The blobs that a device keeps until the server has them; durable when a call resolves. */
export interface BlobOutbox {
  /** What this node should be brought, oldest first. */
  waiting(node: NodeRef): Promise<OutgoingBlob[]>;
  /** At most `length` bytes of a blob. */
  read(sha256: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The node itself has said by HEAD that it has all of it. Only the server's statement ends the device's custody. */
  recordHeld(node: NodeRef, sha256: string): Promise<void>;
  /** The node will never take it; it stays here for a person to look at. */
  setAside(node: NodeRef, sha256: string, code: string): Promise<void>;
}
