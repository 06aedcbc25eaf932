import type { Checkpoint } from '#shared/contract/sync.ts';
import type { Journal } from '#shared/domain/journal.ts';
import type { Queryable } from '../database.ts';

/** Signs a checkpoint's claims as a JWS by a key of the JWKS. */
export type SignCheckpoint = (claims: Checkpoint) => Promise<string>;

/**
 * The signed checkpoints of devices that the server has anything of. `depotId` limits them to the devices of that
 * depot's users, for a hub; null asks for no limit.
 */
export async function signedCheckpoints(
  db: Queryable,
  deviceIds: string[],
  depotId: number | null,
  nowMs: number,
  sign: SignCheckpoint,
): Promise<string[]> {
  const { rows } = await db.query<Journal & { device_id: string }>(
    `SELECT j.device_id, j.complete_up_to, j.checksum, j.runs
     FROM journals j JOIN devices d ON d.id = j.device_id JOIN users u ON u.id = d.user_id
     WHERE j.device_id = ANY ($1::uuid[]) AND ($2::integer IS NULL OR u.depot_id = $2) ORDER BY j.device_id`,
    [deviceIds, depotId],
  );
  return Promise.all(
    rows.map((journal) =>
      sign({
        device_id: journal.device_id,
        up_to: journal.complete_up_to,
        checksum: journal.checksum,
        received_above: journal.runs,
        missing_blobs: [],
        iat: Math.floor(nowMs / 1000),
      }),
    ),
  );
}
