import { LIMITS } from '#shared/contract/limits.ts';
import { type Checkpoint, CONTRACT, cursorOf } from '#shared/contract/sync.ts';
import { type Journal, namedRuns } from '#shared/domain/journal.ts';
import { journalBefore, type LastEvent } from '#shared/domain/journal-before.ts';
import type { Queryable } from '../database.ts';
import { MISSING_BLOBS } from './blob-refs.ts';

/** Signs a checkpoint's claims as a JWS by a key of the JWKS. */
export type SignCheckpoint = (claims: Checkpoint) => Promise<string>;

/**
 * The signed checkpoints of devices, of those too that have handed in nothing yet. `depotId` limits them to the devices of that
 * depot's users, for a hub; null asks for no limit.
 */
export async function signedCheckpoints(
  db: Queryable,
  deviceIds: string[],
  depotId: number | null,
  nowMs: number,
  sign: SignCheckpoint,
): Promise<string[]> {
  const { rows } = await db.query<Journal & { device_id: string; missing: MissingBlob[]; epoch: string; last: number }>(
    `SELECT d.id AS device_id, coalesce(j.complete_up_to, 0) AS complete_up_to, j.checksum, coalesce(j.runs, '[]') AS runs,
            ${MISSING_BLOBS} AS missing, (SELECT value FROM meta WHERE key = 'epoch') AS epoch,
            (SELECT last FROM change_counter) AS last
     FROM devices d JOIN users u ON u.id = d.user_id LEFT JOIN journals j ON j.device_id = d.id
     WHERE d.id = ANY ($1::uuid[]) AND ($3::integer IS NULL OR u.depot_id = $3) ORDER BY d.id`,
    [deviceIds, LIMITS.checkpointBlobs + 1, depotId],
  );
  const iat = Math.floor(nowMs / 1000);
  const bounded = await Promise.all(rows.map((row) => withinBlobs(db, row)));
  return Promise.all(
    bounded.map((journal) =>
      sign({
        device_id: journal.device_id,
        up_to: journal.complete_up_to,
        checksum: journal.checksum,
        received_above: namedRuns(journal.runs, iat),
        missing_blobs: journal.missing.map(({ sha256 }) => sha256).sort(),
        iat,
        epoch: journal.epoch,
        head: cursorOf(journal.epoch, journal.last),
        contract: CONTRACT,
      }),
    ),
  );
}

interface MissingBlob {
  sha256: string;
  /** Of the first event that names it. */
  seq: number;
}

/**
 * A checkpoint says of whatever its events name, but for what it lists, that it is here. Where more is missing than it may
 * list, it ends before the first event that names what it does not.
 */
async function withinBlobs<Row extends Journal & { device_id: string; missing: MissingBlob[] }>(
  db: Queryable,
  row: Row,
): Promise<Row> {
  const unlisted = row.missing[LIMITS.checkpointBlobs];
  if (unlisted === undefined) return row;
  // Of two branches of a fork none is a stretch's end for certain.
  const { rows } = await db.query<LastEvent>(
    `SELECT seq, min(checksum) AS checksum FROM events WHERE device_id = $1 AND seq < $2
     GROUP BY seq HAVING count(*) = 1 ORDER BY seq DESC LIMIT 1`,
    [row.device_id, unlisted.seq],
  );
  const missing = row.missing.slice(0, LIMITS.checkpointBlobs);
  return { ...row, ...journalBefore(row, unlisted.seq, rows[0] ?? null), missing };
}
