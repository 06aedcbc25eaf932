import { createHash } from 'node:crypto';
import type { BlobFiles } from '#hub/store/blob-files.ts';
import type { Upload } from '#shared/sync-server/blob-store.ts';

/** A hub's folder of photos, in memory: it burns and comes back from a backup together with the database. */
export class MemoryFiles implements BlobFiles {
  readonly whole: Map<string, Buffer>;
  readonly #parts: Map<string, Buffer>;

  constructor(from?: MemoryFiles) {
    this.whole = new Map(from?.whole);
    this.#parts = new Map(from ? from.#parts : []);
  }

  async partSize(upload: Upload): Promise<number> {
    return this.#parts.get(nameOf(upload))?.length ?? 0;
  }

  append(upload: Upload, at: number, bytes: Uint8Array): boolean {
    const part = this.#parts.get(nameOf(upload));
    if ((part?.length ?? 0) !== at || (at === 0 && part !== undefined)) return false;
    this.#parts.set(nameOf(upload), Buffer.concat([part ?? Buffer.alloc(0), bytes]));
    return true;
  }

  async partsOf(by: string): Promise<string[]> {
    const end = nameOf({ sha256: '', by });
    return [...this.#parts.keys()].filter((name) => name.endsWith(end)).map((name) => name.slice(0, -end.length));
  }

  async forgetPart(upload: Upload): Promise<void> {
    this.#parts.delete(nameOf(upload));
  }

  async seal(upload: Upload): ReturnType<BlobFiles['seal']> {
    const part = this.#parts.get(nameOf(upload));
    if (part === undefined) return { kind: 'gone' };
    this.#parts.delete(nameOf(upload));
    if (hashOf(part) !== upload.sha256) return { kind: 'wrong_hash' };
    this.whole.set(upload.sha256, part);
    return { kind: 'whole', size: part.length };
  }

  async *read(sha256: string): AsyncGenerator<Buffer> {
    const file = this.whole.get(sha256);
    if (file) yield file;
  }

  async readPiece(sha256: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = this.whole.get(sha256);
    return file ? new Uint8Array(file.subarray(from, from + length)) : null;
  }

  async isIntact(sha256: string): Promise<boolean> {
    const file = this.whole.get(sha256);
    return file !== undefined && hashOf(file) === sha256;
  }

  async remove(sha256: string): Promise<void> {
    this.whole.delete(sha256);
  }

  async forgetAbandoned(): Promise<void> {}
}

const nameOf = ({ sha256, by }: Upload): string => `${sha256} ${by}`;
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
