import type { Cipher } from '#shared/ports/cipher.ts';
import { base64Url, fromBase64Url } from '#shared/ports/crypto.ts';
import { clearFormerUser } from './cache.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

const ABOUT = 'key check';

/**
 * Sees to it that what is here opens under the key that is here. A browser may throw the keys away and leave the data: what
 * the screens would read of them is dropped then, since nothing will ever open it. The queue stays as it lies, under the
 * name of the device that it belongs to.
 */
export function settleKey(sql: Sql, cipher: Cipher): void {
  const noted = readMeta(sql, 'key_check');
  if (noted !== null && cipher.open(fromBase64Url(noted), ABOUT) !== null) return;
  sql.transaction(() => {
    if (noted !== null) {
      clearFormerUser(sql);
      sql.exec('DELETE FROM staged_scope; DELETE FROM blob_offers; DELETE FROM blob_bytes; DELETE FROM blobs;');
      writeMeta(sql, 'cursor', null);
    }
    writeMeta(sql, 'key_check', base64Url(cipher.seal(new Uint8Array(), ABOUT)));
  });
}
