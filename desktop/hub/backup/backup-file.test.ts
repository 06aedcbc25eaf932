import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '#shared/ports/random.ts';
import { loadHubKey } from '../key/hub-key.ts';
import { backupKeyOf, openFile, sealFile } from './backup-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manchengo-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

async function keyIn(name: string): Promise<Buffer> {
  const key = await loadHubKey(mkdtempSync(at(name)), null);
  if (!key.ok) throw new Error(key.error);
  return backupKeyOf(key.value);
}

test('[BACK-3] a backup opens under its own hub’s key to the very bytes, and says nothing to anybody else', async () => {
  const key = await keyIn('a-');
  const plain = Buffer.concat([
    Buffer.from('SQLite format 3 Épicerie El Djazaïr '.repeat(5_000)),
    randomBytes(300_000),
  ]);
  writeFileSync(at('plain'), plain);
  await sealFile(at('plain'), at('sealed'), key, systemRandom);
  expect(statSync(at('sealed')).mode & 0o777).toBe(0o600);
  expect(readFileSync(at('sealed')).includes('Djaza')).toBe(false);
  expect(await openFile(at('sealed'), at('opened'), key)).toBe(true);
  expect(readFileSync(at('opened')).equals(plain)).toBe(true);
  expect(await openFile(at('sealed'), at('other'), await keyIn('b-'))).toBe(false);
});

test('[BACK-3] one that was cut off or altered anywhere is none', async () => {
  const key = await keyIn('a-');
  writeFileSync(at('plain'), randomBytes(10_000));
  await sealFile(at('plain'), at('sealed'), key, systemRandom);
  const whole = readFileSync(at('sealed'));
  for (const place of [0, 5, 20, whole.length >> 1, whole.length - 1]) {
    const altered = Buffer.from(whole);
    altered.writeUInt8((altered[place] ?? 0) ^ 1, place);
    writeFileSync(at('altered'), altered);
    expect(await openFile(at('altered'), at('opened'), key), `byte ${place}`).toBe(false);
  }
  for (const length of [0, 3, 16, 31, whole.length - 1]) {
    writeFileSync(at('short'), whole.subarray(0, length));
    expect(await openFile(at('short'), at('opened'), key), `${length} bytes`).toBe(false);
  }
  expect(await openFile(at('nowhere'), at('opened'), key)).toBe(false);
});
