import { mediaType } from '#shared/contract/blobs.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Checkpoint } from '#shared/contract/sync.ts';
import { blobsNamedBy } from '#shared/domain/blob-refs.ts';
import { coveredSeqs, type OwnEvent } from '#shared/domain/checkpoint.ts';
import { sha256OfBytes } from '#shared/ports/crypto-web.ts';
import type { Sql } from './sql.ts';

export type KeepResult = { kind: 'kept'; sha256: string } | { kind: 'refused'; reason: 'EMPTY' | 'TOO_LARGE' };

/**
 * Keeps a photo or a signature, on disk when it returns. It is handed in once an event names it; one that neither an
 * event nor a kept form names when the app starts anew goes.
 */
export function keepBlob(sql: Sql, bytes: Uint8Array, contentType: string): KeepResult {
  if (bytes.length === 0) return { kind: 'refused', reason: 'EMPTY' };
  if (bytes.length > LIMITS.blobBytes) return { kind: 'refused', reason: 'TOO_LARGE' };
  const sha256 = sha256OfBytes(bytes);
  const insert = () =>
    sql.transaction(() => {
      sql.exec('INSERT INTO blobs (sha256, content_type, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
        sha256,
        mediaType(contentType),
        bytes.length,
      ]);
      keepPieces(sql, sha256, bytes);
    });
  try {
    insert();
  } catch (error) {
    // The device is full: what HQ has anyway is the first to leave.
    if (!makeRoom(sql)) throw error;
    insert();
  }
  return { kind: 'kept', sha256 };
}

/** Each piece of a photo is sealed by itself, so that the uploader, which sends it piece by piece opens each once. */
export const PIECE_BYTES = 256 * 1024;

function keepPieces(sql: Sql, sha256: string, bytes: Uint8Array): void {
  for (let piece = 0; piece * PIECE_BYTES < bytes.length; piece += 1) {
    sql.exec('INSERT OR IGNORE INTO plain_blob_bytes (sha256, piece, bytes) VALUES (?, ?, ?)', [
      sha256,
      piece,
      bytes.slice(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES),
    ]);
  }
}

/** A stretch of a photo; null where its bytes are gone. */
export function readBytes(sql: Sql, sha256: string, from: number, length: number): Uint8Array<ArrayBuffer> | null {
  const first = Math.floor(from / PIECE_BYTES);
  const pieces = sql.all<{ bytes: Uint8Array<ArrayBuffer> }>(
    'SELECT bytes FROM plain_blob_bytes WHERE sha256 = ? AND piece BETWEEN ? AND ? ORDER BY piece',
    [sha256, first, Math.floor((from + length - 1) / PIECE_BYTES)],
  );
  if (pieces.length === 0) return null;
  const joined = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of pieces) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined.subarray(from - first * PIECE_BYTES, from - first * PIECE_BYTES + length);
}

export interface KeptBlob {
  content_type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A photo or signature as it was kept, to be looked at; null where its bytes are gone. */
export function blob(sql: Sql, sha256: string): KeptBlob | null {
  const [row] = sql.all<{ content_type: string; size: number }>(
    'SELECT content_type, size FROM blobs WHERE sha256 = ?',
    [sha256],
  );
  const bytes = row === undefined ? null : readBytes(sql, sha256, 0, row.size);
  return row === undefined || bytes === null ? null : { content_type: row.content_type, bytes };
}

/** False where there is nothing that could leave. */
const makeRoom = (sql: Sql): boolean =>
  sql.transaction(() => forget(sql, 'SELECT sha256 FROM blobs WHERE at_server = 1'));

/** Notes which blobs events name. Part of the transaction that stores the events. */
export function nameBlobs(sql: Sql, texts: string[]): void {
  const refs = texts.flatMap((text) => {
    const event = JSON.parse(text) as { id: string; payload: Record<string, unknown> };
    return blobsNamedBy(event).map((sha256) => ({ event_id: event.id, sha256 }));
  });
  if (refs.length === 0) return;
  sql.exec(
    `INSERT INTO blob_refs (event_id, sha256) SELECT r.value ->> 'event_id', r.value ->> 'sha256' FROM json_each(?) r
     WHERE true ON CONFLICT DO NOTHING`,
    [JSON.stringify(refs)],
  );
}

/**
 * What a checkpoint whose signature has been verified says of photos: those that covered events name are at HQ, but for
 * the ones it misses; and one that it misses and that is still here is brought again.
 */
export function settleBlobs(sql: Sql, checkpoint: Checkpoint, deviceId: string): void {
  const missing = JSON.stringify(checkpoint.missing_blobs);
  if (checkpoint.missing_blobs.length > 0) {
    sql.exec('UPDATE blobs SET at_server = 0 WHERE at_server = 1 AND sha256 IN (SELECT value FROM json_each(?))', [
      missing,
    ]);
  }
  const open = sql.all<{ sha256: string; seq: number }>(
    `SELECT b.sha256, e.seq FROM blobs b JOIN blob_refs r ON r.sha256 = b.sha256
       JOIN (SELECT id, seq, device_id FROM sync_queue UNION ALL SELECT id, seq, device_id FROM sync_archive) e
         ON e.id = r.event_id
     WHERE b.at_server = 0 AND e.device_id = ? AND b.sha256 NOT IN (SELECT value FROM json_each(?))`,
    [deviceId, missing],
  );
  if (open.length === 0) return;
  const own = sql.all<OwnEvent>(
    `SELECT seq, checksum FROM sync_queue WHERE device_id = ?1
     UNION ALL SELECT seq, checksum FROM sync_archive WHERE device_id = ?1`,
    [deviceId],
  );
  const covered = new Set(coveredSeqs(checkpoint, own));
  atServer(
    sql,
    open.filter(({ seq }) => covered.has(seq)).map(({ sha256 }) => sha256),
  );
}

/** The device's custody has ended. What HQ has is kept while there is room: to be looked at, and to be brought again. */
export function atServer(sql: Sql, names: string[]): void {
  if (names.length === 0) return;
  sql.exec('UPDATE blobs SET at_server = 1 WHERE sha256 IN (SELECT value FROM json_each(?))', [JSON.stringify(names)]);
  forget(
    sql,
    `SELECT sha256 FROM (
       SELECT sha256, sum(size) OVER (ORDER BY rowid DESC) AS bytes FROM blobs WHERE at_server = 1
     ) WHERE bytes > ${LIMITS.keptBlobBytes}`,
  );
}

/** At the start of the app: photos that no form holds any more, and of events that are themselves forgotten. */
export function forgetBlobs(sql: Sql): void {
  sql.transaction(() => {
    sql.exec(
      `DELETE FROM blob_refs WHERE sha256 IN (SELECT sha256 FROM blobs WHERE at_server = 1)
         AND event_id NOT IN (SELECT id FROM sync_queue UNION ALL SELECT id FROM sync_archive)`,
    );
    forget(
      sql,
      `SELECT sha256 FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM blob_refs)
         AND sha256 NOT IN (SELECT atom FROM plain_delivery_drafts d, json_tree(d.content) WHERE atom IS NOT NULL)`,
    );
  });
}

/** Takes what a query of this file names out of all tables but the one that says which event named it. False: nothing. */
function forget(sql: Sql, which: string): boolean {
  const names = JSON.stringify(sql.all<{ sha256: string }>(which).map(({ sha256 }) => sha256));
  if (names === '[]') return false;
  sql.exec('DELETE FROM blob_offers WHERE sha256 IN (SELECT value FROM json_each(?))', [names]);
  sql.exec('DELETE FROM blob_bytes WHERE sha256 IN (SELECT value FROM json_each(?))', [names]);
  sql.exec('DELETE FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))', [names]);
  return true;
}
