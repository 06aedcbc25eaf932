import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { fail, ok, type Result } from '#shared/contract/errors.ts';

/** A backup is a folder: this list, the schema, a file for each table, and what lay in the server's data folder. */
export const MANIFEST = 'manifest.json';
export const SCHEMA_FILE = 'schema.sql';
export const DATA = 'data';
/** How much of a table, or of a statement's parameters, is held in memory at a time, as text. */
export const CHUNK_CHARS = 4_000_000;
export const tableFile = (table: string): string => join('tables', `${table}.jsonl.gz`);

export interface Manifest {
  v: 1;
  made_at: string;
  app_version: string;
  schema_version: number;
  tables: { name: string; rows: number }[];
  sequences: Record<string, string>;
  /** The SHA-256 of each file of the folder, by its path in it. */
  files: Record<string, string>;
}

const PRIVATE = { mode: 0o600, flush: true };

/** Writes lines as a gzip file. Gives how many there were, and the file's SHA-256. */
export async function writeLines(
  file: string,
  lines: AsyncIterable<string[]>,
): Promise<{ count: number; sha256: string }> {
  const hash = createHash('sha256');
  let count = 0;
  async function* texts() {
    for await (const some of lines) {
      count += some.length;
      yield `${some.join('\n')}\n`;
    }
  }
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const fast = createGzip({ level: constants.Z_BEST_SPEED });
  await pipeline(Readable.from(texts()), fast, hashing, createWriteStream(file, PRIVATE));
  return { count, sha256: hash.digest('hex') };
}

/** The lines of such a file. Not by `readline`, which takes other signs for an end of line, too. */
export async function* readLines(file: string): AsyncGenerator<string> {
  let begun: string[] = [];
  for await (const chunk of createReadStream(file).pipe(createGunzip()).setEncoding('utf8')) {
    const [first, ...further] = (chunk as string).split('\n');
    begun.push(first ?? '');
    for (const line of further) {
      yield begun.join('');
      begun = [line];
    }
  }
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Every file below a folder but those that are left out by name at its top, by their paths in it; none where there is no folder. */
export async function filesBelow(folder: string, except: readonly string[] = []): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter(({ name }) => !except.includes(name))
    .map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return [entry.name];
      if (!entry.isDirectory()) return [];
      return (await filesBelow(path)).map((below) => join(entry.name, below));
    });
  return (await Promise.all(found)).flat().toSorted();
}

/** Copies a file into folders that are made where they are missing. */
export async function copyInto(from: string, to: string, mode?: number): Promise<void> {
  await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
  await copyFile(from, to, mode);
}

/** Reads a backup's list, and holds every file to it before anything is touched. The error is one sentence. */
export async function readBackup(folder: string): Promise<Result<Manifest, string>> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) return fail(`${folder} holds no whole backup: ${MANIFEST} is missing.`);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.v !== 1) return fail(`${folder} is a backup of a newer program: restore it with that one.`);
  for (const [path, sha256] of Object.entries(manifest.files)) {
    const found = await sha256Of(join(folder, path)).catch(() => null);
    if (found === sha256) continue;
    return fail(`The backup is ${found === null ? 'incomplete' : 'damaged'} (${path}): nothing was changed.`);
  }
  return ok(manifest);
}
