import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { BlobStore, HeldBlob, Upload } from '#shared/sync-server/blob-store.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { type Database, inTransaction, type Transaction } from './database.ts';

/** Pushes that name photos wait while so many leave. */
const UNNAMED_AT_ONCE = 100;

/**
 * Blobs in PostgreSQL, in rows of one piece each: a backup of the database is a backup of everything, no photo is lost
 * between two stores, and appending writes a piece's bytes only.
 */
export function postgresBlobs(database: Database, clock: Clock): BlobStore {
  return {
    find: (upload) => find(database, upload),

    // A stretch from the middle only updates: an upload that another request forgets meanwhile must not begin anew with it.
    async append({ sha256, by }, at, bytes) {
      const now = clock.now();
      if (at === 0) await forgetAbandoned(database, now);
      const { rowCount } = await database.query(
        `WITH begun AS (
           INSERT INTO blob_uploads AS u (sha256, uploaded_by, size, touched_at)
           SELECT $1, $2, octet_length($4::bytea), $5 WHERE $3::integer = 0
           ON CONFLICT (sha256, uploaded_by) DO UPDATE
             SET size = octet_length($4::bytea), touched_at = excluded.touched_at
             WHERE u.size = 0 AND u.whole_at IS NULL
           RETURNING id
         ), grown AS (
           UPDATE blob_uploads SET size = size + octet_length($4::bytea), touched_at = $5
           WHERE $3::integer > 0 AND sha256 = $1 AND uploaded_by = $2 AND size = $3 AND whole_at IS NULL
           RETURNING id
         )
         INSERT INTO blob_pieces (upload_id, start, bytes)
         SELECT id, $3, $4 FROM (SELECT id FROM begun UNION ALL SELECT id FROM grown) AS upload`,
        [sha256, by, at, bytes, isoTime(now)],
      );
      return rowCount === 1;
    },

    complete: (upload, contentType) =>
      inTransaction(database, (tx) => complete(tx, upload, contentType, isoTime(clock.now()))),

    async forget({ sha256, by }) {
      await database.query('DELETE FROM blob_uploads WHERE sha256 = $1 AND uploaded_by = $2 AND whole_at IS NULL', [
        sha256,
        by,
      ]);
    },

    hasRoom: (upload, bytes, most) => hasRoom(database, upload, bytes, most),
    mayRead: (caller, sha256) => mayRead(database, caller, sha256),
    async isNamedBy(deviceId, sha256) {
      const { rowCount } = await database.query('SELECT FROM blob_refs WHERE sha256 = $1 AND device_id = $2 LIMIT 1', [
        sha256,
        deviceId,
      ]);
      return rowCount === 1;
    },
    read: (sha256) => read(database, sha256),
  };
}

async function find(database: Database, { sha256, by }: Upload): Promise<HeldBlob> {
  const { rows } = await database.query<{
    size: number | null;
    content_type: string | null;
    own: boolean | null;
    part: number | null;
  }>(
    `SELECT b.size, b.content_type, u.whole_at IS NOT NULL AS own, u.size AS part
     FROM (VALUES (1)) AS one (row) LEFT JOIN blobs b ON b.sha256 = $1
       LEFT JOIN blob_uploads u ON u.sha256 = $1 AND u.uploaded_by = $2`,
    [sha256, by],
  );
  const { size = null, content_type: contentType = null, own = false, part = 0 } = rows[0] ?? {};
  return {
    whole: size === null || contentType === null ? null : { size, contentType },
    own: own === true,
    part: own === true ? 0 : (part ?? 0),
  };
}

async function hasRoom(database: Database, { sha256, by }: Upload, bytes: number, most: number): Promise<boolean> {
  const named = await database.query('SELECT FROM blob_refs WHERE sha256 = $1 LIMIT 1', [sha256]);
  if (named.rowCount === 1) return true;
  const { rows } = await database.query<{ used: number }>(
    `SELECT coalesce(sum(CASE WHEN u.whole_at IS NULL THEN $3 ELSE greatest(u.size, $4) END), 0)::bigint AS used
     FROM blob_uploads u WHERE u.uploaded_by = $2 AND u.sha256 <> $1
       AND NOT EXISTS (SELECT FROM blob_refs r WHERE r.sha256 = u.sha256)`,
    [sha256, by, LIMITS.blobBytes, LIMITS.unnamedBlobLeastBytes],
  );
  return (rows[0]?.used ?? 0) + bytes <= most;
}

/**
 * Forgets blobs from before `before` that no event names, a few at a time. While they leave, no event can be stored that
 * names one: else it would be taken for here. Returns how many left.
 */
export async function forgetUnnamed(database: Database, before: string): Promise<number> {
  const { rows } = await database.query<{ sha256: string }>(
    `SELECT b.sha256 FROM blobs b WHERE b.stored_at < $1
       AND NOT EXISTS (SELECT FROM blob_refs r WHERE r.sha256 = b.sha256) LIMIT $2`,
    [before, UNNAMED_AT_ONCE],
  );
  if (rows.length === 0) return 0;
  return inTransaction(database, async (tx) => {
    await tx.query('LOCK TABLE blob_refs IN SHARE ROW EXCLUSIVE MODE');
    const gone = await tx.query<{ sha256: string }>(
      `DELETE FROM blobs b WHERE b.sha256 = ANY ($1::text[])
         AND NOT EXISTS (SELECT FROM blob_refs r WHERE r.sha256 = b.sha256) RETURNING b.sha256`,
      [rows.map(({ sha256 }) => sha256)],
    );
    await tx.query('DELETE FROM blob_uploads WHERE sha256 = ANY ($1::text[]) AND whole_at IS NOT NULL', [
      gone.rows.map(({ sha256 }) => sha256),
    ]);
    return gone.rows.length;
  });
}

/** Uploads that nobody goes on with make room when a new one begins. */
async function forgetAbandoned(database: Database, nowMs: number): Promise<void> {
  await database.query('DELETE FROM blob_uploads WHERE whole_at IS NULL AND touched_at < $1', [
    isoTime(nowMs - LIMITS.partialBlobDays * DAY_MS),
  ]);
}

/** PostgreSQL hashes what it holds: the bytes need not travel once more. */
async function complete(
  tx: Transaction,
  { sha256, by }: Upload,
  contentType: string,
  now: string,
): ReturnType<BlobStore['complete']> {
  const { rows } = await tx.query<{ id: number; size: number }>(
    'SELECT id, size FROM blob_uploads WHERE sha256 = $1 AND uploaded_by = $2 AND whole_at IS NULL FOR UPDATE',
    [sha256, by],
  );
  const upload = rows[0];
  if (!upload) return 'gone';
  const hashed = await tx.query<{ hash: string | null }>(
    `SELECT encode(sha256(string_agg(bytes, ''::bytea ORDER BY start)), 'hex') AS hash
     FROM blob_pieces WHERE upload_id = $1`,
    [upload.id],
  );
  if (hashed.rows[0]?.hash !== sha256) {
    await tx.query('DELETE FROM blob_uploads WHERE id = $1', [upload.id]);
    return 'wrong_hash';
  }
  await tx.query('UPDATE blob_uploads SET whole_at = $2 WHERE id = $1', [upload.id, now]);
  const { rowCount } = await tx.query(
    `INSERT INTO blobs (sha256, size, content_type, upload_id, stored_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (sha256) DO NOTHING`,
    [sha256, upload.size, contentType, upload.id, now],
  );
  // Another device brought the same: that both did is kept, the bytes are kept once.
  if (rowCount === 0) await tx.query('DELETE FROM blob_pieces WHERE upload_id = $1', [upload.id]);
  await tx.query('UPDATE blob_refs SET arrived = true WHERE sha256 = $1 AND NOT arrived', [sha256]);
  return 'whole';
}

/**
 * What a caller itself has brought; what its user's events name, and events about its user's deliveries; for hubs and
 * clerks what the events of their depot name, or events about its deliveries; for an admin all.
 */
async function mayRead(database: Database, caller: Caller, sha256: string): Promise<boolean> {
  // What was deleted after its time is known to have been here, and can be had no more.
  const content = await database.query(
    'SELECT FROM blobs b JOIN blob_pieces p ON p.upload_id = b.upload_id WHERE b.sha256 = $1 LIMIT 1',
    [sha256],
  );
  if (content.rowCount === 0) return false;
  if (caller.kind === 'device' && caller.role === 'admin') return true;
  const userId = caller.kind === 'device' ? caller.userId : null;
  const depotId = caller.kind === 'hub' || caller.role === 'clerk' ? caller.depotId : null;
  const { rows } = await database.query<{ may: boolean }>(
    `SELECT EXISTS (SELECT FROM blob_uploads WHERE sha256 = $1 AND uploaded_by = $2 AND whole_at IS NOT NULL)
         OR EXISTS (
           SELECT FROM blob_refs r JOIN devices v ON v.id = r.device_id JOIN users a ON a.id = v.user_id
             LEFT JOIN deliveries d ON d.id = r.delivery_id
           WHERE r.sha256 = $1
             AND (a.id = $3 OR d.driver_user_id = $3 OR a.depot_id = $4 OR d.depot_id = $4)) AS may`,
    [sha256, caller.kind === 'hub' ? caller.hubId : caller.deviceId, userId, depotId],
  );
  return rows[0]?.may ?? false;
}

async function* read(database: Database, sha256: string): AsyncGenerator<Buffer> {
  let at = 0;
  for (;;) {
    const { rows } = await database.query<{ bytes: Buffer }>(
      `SELECT p.bytes FROM blobs b JOIN blob_pieces p ON p.upload_id = b.upload_id
       WHERE b.sha256 = $1 AND p.start = $2`,
      [sha256, at],
    );
    const bytes = rows[0]?.bytes;
    if (!bytes) return;
    yield bytes;
    at += bytes.length;
  }
}
