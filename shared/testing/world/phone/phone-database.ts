import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';

/** SQLite's pool puts a header with the file's name before its bytes. */
const HEADER_BYTES = 4_096;
const NAME_BYTES = 512;
const COPY_ATTEMPTS = 20;

/**
 * Looks into the SQLite file that a phone app keeps in the browser's private file system, from outside the app: copies
 * the database and its log as they lie there, and opens the copy.
 */
export async function readPhoneDatabase<T>(page: Page, read: (database: Database.Database) => T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-opfs-'));
  try {
    const files = await copyOf(page);
    for (const base64 of files) {
      const bytes = Buffer.from(base64, 'base64');
      const name = bytes.subarray(0, NAME_BYTES).toString('utf8').replace(/\0.*$/s, '');
      if (name !== '') await writeFile(join(folder, name.replace(/^\//, '')), bytes.subarray(HEADER_BYTES));
    }
    const database = new Database(join(folder, 'manchengo.sqlite3'));
    try {
      return read(database);
    } finally {
      database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The app may write between a file's being found and its being read: the browser then refuses, and it is copied anew. */
async function copyOf(page: Page): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await page.evaluate(copyPool);
    } catch (error) {
      if (attempt === COPY_ATTEMPTS || !String(error).includes('NotReadableError')) throw error;
    }
  }
}

/** Runs in the page. */
async function copyPool(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const pool = await (await root.getDirectoryHandle('.manchengo')).getDirectoryHandle('.opaque');
  const files: string[] = [];
  for await (const handle of pool.values()) {
    if (handle.kind !== 'file') continue;
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    files.push(btoa(binary));
  }
  return files;
}
