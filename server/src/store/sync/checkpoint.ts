import { type Checkpoint, CONTRACT, cursorOf } from '#shared/contract/sync.ts';
import { type Journal, namedRuns } from '#shared/domain/journal.ts';
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
  const { rows } = await db.query<
    Journal & { device_id: string; missing_blobs: string[]; epoch: string; last: number }
  >(
    `SELECT d.id AS device_id, coalesce(j.complete_up_to, 0) AS complete_up_to, j.checksum, coalesce(j.runs, '[]') AS runs,
            ${MISSING_BLOBS} AS missing_blobs, (SELECT value FROM meta WHERE key = 'epoch') AS epoch,
            (SELECT last FROM change_counter) AS last
     FROM devices d JOIN users u ON u.id = d.user_id LEFT JOIN journals j ON j.device_id = d.id
     WHERE d.id = ANY ($1::uuid[]) AND ($2::integer IS NULL OR u.depot_id = $2) ORDER BY d.id`,
    [deviceIds, depotId],
  );
  const iat = Math.floor(nowMs / 1000);
  return Promise.all(
    rows.map((journal) =>
      sign({
        device_id: journal.device_id,
        up_to: journal.complete_up_to,
        checksum: journal.checksum,
        received_above: namedRuns(journal.runs, iat),
        missing_blobs: journal.missing_blobs,
        iat,
        epoch: journal.epoch,
        head: cursorOf(journal.epoch, journal.last),
        contract: CONTRACT,
      }),
    ),
  );
}
