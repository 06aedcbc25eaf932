import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Random } from '#shared/ports/random.ts';
import type { HubKey } from '../key/hub-key.ts';

/** `MCB1`, a nonce of 12 bytes, the gzipped file under AES-256-GCM, and its tag of 16 bytes. */
const MAGIC = Buffer.from('MCB1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = MAGIC.length + NONCE_BYTES;
const KEY_BYTES = 32;
const FAST = 1;

/**
 * The key of a hub's backups. It follows from the hub's own key, which lies on no backup drive: whoever steals the drive
 * reads nothing, and a hub that has lost its key can read nothing of it either. What it held is on the phones until HQ has it.
 */
export const backupKeyOf = ({ private_jwk }: HubKey): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(private_jwk.d ?? '', 'base64url'), '', 'manchengo backup', KEY_BYTES));

/** Writes a file anew, smaller and sealed. Flushed when it resolves. */
export async function sealFile(from: string, to: string, key: Buffer, random: Random): Promise<void> {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  await pipeline(
    createReadStream(from),
    createGzip({ level: FAST }),
    cipher,
    async function* framed(sealed: AsyncIterable<Buffer>) {
      yield Buffer.concat([MAGIC, nonce]);
      yield* sealed;
      yield cipher.getAuthTag();
    },
    createWriteStream(to, { mode: 0o600, flush: true }),
  );
}

/** Opens a sealed file into another. False where the key is another, or a byte is not as it was. */
export async function openFile(from: string, to: string, key: Buffer): Promise<boolean> {
  try {
    const { size } = await stat(from);
    const [head, tag] = await ends(from, size);
    if (size < HEAD_BYTES + TAG_BYTES || !head.subarray(0, MAGIC.length).equals(MAGIC)) return false;
    const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(MAGIC.length)).setAuthTag(tag);
    const sealed = createReadStream(from, { start: HEAD_BYTES, end: size - TAG_BYTES - 1 });
    await pipeline(sealed, decipher, createGunzip(), createWriteStream(to, { mode: 0o600, flush: true }));
    return true;
  } catch {
    return false;
  }
}

async function ends(path: string, size: number): Promise<[head: Buffer, tag: Buffer]> {
  const file = await open(path, 'r');
  try {
    const head = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const tag = await file.read(Buffer.alloc(TAG_BYTES), 0, TAG_BYTES, Math.max(0, size - TAG_BYTES));
    return [head.buffer, tag.buffer];
  } finally {
    await file.close();
  }
}
