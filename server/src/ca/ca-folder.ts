import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cryptoKey } from './ec-key.ts';

/**
 * The company CA on disk, `ca/` in the server's data folder:
 *
 *     root.pem       the root that signs           root-key.pem    its private key
 *     next.pem       the one that will follow      next-key.pem
 *     previous.pem   the one that signed before    cross.pem       the root, signed by the previous one
 *
 * A key is needed only while something is signed. An operator may keep `root-key.pem` elsewhere, on a stick in a safe,
 * and put it back for the hour in which hubs are enrolled or renewed; everything else goes on without it.
 */
export const CA_FILES = {
  root: 'root.pem',
  rootKey: 'root-key.pem',
  next: 'next.pem',
  nextKey: 'next-key.pem',
  previous: 'previous.pem',
  cross: 'cross.pem',
} as const;

type CaFile = keyof typeof CA_FILES;

export type CaFolder = ReturnType<typeof caFolder>;

export function caFolder(dataDir: string) {
  const folder = join(dataDir, 'ca');
  const at = (file: CaFile): string => join(folder, CA_FILES[file]);
  const has = (file: CaFile): boolean => existsSync(at(file));
  const read = (file: CaFile): string | null => (has(file) ? readFileSync(at(file), 'utf8') : null);
  /** Whole or not at all, and by whoever comes first: of two servers that start at once, one makes the CA of both. */
  const make = (files: Partial<Record<CaFile, string>>): void => {
    const draft = mkdtempSync(`${folder}-`);
    try {
      for (const [file, text] of Object.entries(files)) write(join(draft, CA_FILES[file as CaFile]), text);
      renameSync(draft, folder);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      const wasSecond = ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!wasSecond || !has('root')) throw error;
    }
  };
  return {
    at,
    has,
    read,

    /** The private key of a root. Looked for by what it is: a switch may have been cut off between two files. */
    keyOf(rootPem: string): CryptoKey | null {
      const root = new X509Certificate(rootPem);
      const keys = (['rootKey', 'nextKey'] as const)
        .flatMap((file) => read(file) ?? [])
        .map((pem) => createPrivateKey(pem));
      const key = keys.find((candidate) => root.checkPrivateKey(candidate));
      return key === undefined ? null : cryptoKey(key, ['sign']);
    },

    begin: (root: string, rootKey: string): void => make({ rootKey, root }),

    /** The certificates of a CA that another server made, without a key. One of this folder's own goes before. */
    adopt: (files: Partial<Record<CaFile, string>>): void => make(files),

    /** As another server has it: null where there is none. */
    replace(file: CaFile, text: string | null): void {
      if (text === null) rmSync(at(file), { force: true });
      else if (text !== read(file)) this.write(file, text);
    },

    write(file: CaFile, text: string): void {
      const draft = `${at(file)}.new`;
      write(draft, text);
      renameSync(draft, at(file));
    },

    move: (from: CaFile, to: CaFile): void => renameSync(at(from), at(to)),
  };
}

const write = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o600, flush: true });
