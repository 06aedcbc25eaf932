import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Upload } from '#shared/sync-server/blob-store.ts';
import { checksumBlob, uuidBlob } from './blobs.ts';

/**
 * Blobs as files: `<name>` for a whole one, `parts/<name>-<who brings it>` for one under way. A path is made of hex
 * digits that come out of a decoder, whatever went in.
 */
export function blobFiles(folder: string) {
  const parts = join(folder, 'parts');
  mkdirSync(parts, { recursive: true, mode: 0o700 });
  let seals = 0;
  const wholeFile = (sha256: string): string => join(folder, checksumBlob(sha256).toString('hex'));
  const partFile = ({ sha256, by }: Upload): string =>
    join(parts, `${checksumBlob(sha256).toString('hex')}-${uuidBlob(by).toString('hex')}`);

  return {
    /** How many bytes of an upload are here. */
    partSize: (upload: Upload): Promise<number> => sizeOf(partFile(upload)),

    /**
     * Adds bytes where the part ends at `at`; false where it ends elsewhere. Synchronous, so that nobody can come between
     * the look and the write, and not flushed: the whole is verified, a part only has to be gone on with.
     */
    append(upload: Upload, at: number, bytes: Uint8Array): boolean {
      const file = openPart(partFile(upload), at);
      if (file === null) return false;
      try {
        if (fstatSync(file).size !== at) return false;
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, at + done);
        return true;
      } finally {
        closeSync(file);
      }
    },

    forgetPart: (upload: Upload): Promise<void> => rm(partFile(upload), { force: true }),

    /**
     * Makes a part a whole file if it is what its name says: flushed, moved into its place in one step, and the folder
     * flushed too. What is something else is removed. `gone`: another request of the same caller was faster.
     */
    async seal(upload: Upload): Promise<Sealed> {
      const part = partFile(upload);
      // Under a name of its own nobody adds to it any more.
      seals += 1;
      const sealed = `${part}-sealed-${seals}`;
      try {
        await rename(part, sealed);
      } catch (error) {
        if (isMissing(error)) return { kind: 'gone' };
        throw error;
      }
      if ((await hashOf(sealed)) !== upload.sha256) {
        await rm(sealed, { force: true });
        return { kind: 'wrong_hash' };
      }
      await flush(sealed);
      const size = await sizeOf(sealed);
      await rename(sealed, wholeFile(upload.sha256));
      await flush(folder);
      return { kind: 'whole', size };
    },

    read: (sha256: string): AsyncIterable<Buffer> => createReadStream(wholeFile(sha256)),

    /** Null where the file is gone. */
    async readPiece(sha256: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer> | null> {
      const file = await openOrNull(wholeFile(sha256));
      if (file === null) return null;
      try {
        const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, from);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },

    /** Whether a whole file is here and still what its name says. */
    async isIntact(sha256: string): Promise<boolean> {
      try {
        return (await hashOf(wholeFile(sha256))) === sha256;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },

    remove: (sha256: string): Promise<void> => rm(wholeFile(sha256), { force: true }),

    /** The names of what this caller has half sent. */
    async partsOf(by: string): Promise<string[]> {
      const end = `-${uuidBlob(by).toString('hex')}`;
      return (await readdir(parts)).filter((name) => name.endsWith(end)).map((name) => name.slice(0, -end.length));
    },

    /** Forgets parts that nobody has gone on with since `before`. */
    async forgetAbandoned(before: number): Promise<void> {
      for (const name of await readdir(parts)) {
        const file = join(parts, name);
        const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: before }));
        if (mtimeMs < before) await rm(file, { force: true });
      }
    },
  };
}

type Sealed = { kind: 'whole'; size: number } | { kind: 'wrong_hash' | 'gone' };

export type BlobFiles = ReturnType<typeof blobFiles>;

/** The first bytes make the file; later ones need it to be there. */
function openPart(path: string, at: number): number | null {
  try {
    return openSync(path, at === 0 ? 'wx' : 'r+', 0o600);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A folder is flushed as a file is; Windows neither can nor needs to. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR' || error.code === 'EPERM') return null;
    throw error;
  });
  try {
    await file?.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  } finally {
    await file?.close();
  }
}
