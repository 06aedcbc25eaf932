import { HQ_ROLES } from '#shared/contract/entities.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { BlobStore } from '#shared/sync-server/blob-store.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Database } from '../../store/database.ts';

type Person = Extract<Caller, { kind: 'device' }>;

/** Who may see pictures of others for their work: HQ, and the clerk of a depot. Everybody else sees what is their own. */
const looksAtOthers = (caller: Caller): caller is Person =>
  caller.kind === 'device' && (HQ_ROLES.includes(caller.role) || caller.role === 'clerk');

/** The same blobs. That somebody of HQ, or a clerk, was given one is an act, by whatever address it was asked for. */
export const watchedBlobs = (
  blobs: BlobStore,
  { database, clock }: Pick<ServerDeps, 'database' | 'clock'>,
): BlobStore => ({
  ...blobs,
  async mayRead(caller, sha256) {
    const may = await blobs.mayRead(caller, sha256);
    if (may && looksAtOthers(caller)) await noteView(database, caller, { sha256, at: isoTime(clock.now()) });
    return may;
  },
});

/** A row for each delivery, or other event, of which it is a picture; none for what the device itself has brought. */
async function noteView(
  database: Database,
  { userId, userName, deviceId }: Person,
  { sha256, at }: { sha256: string; at: string },
): Promise<void> {
  await database.query(
    `INSERT INTO acts (at, user_id, user_name, device_id, what, entity_type, entity_id, entity_name, after)
     SELECT DISTINCT $2::timestamptz, $3::integer, $4, $5::uuid, 'PICTURE_VIEWED',
       CASE WHEN d.id IS NULL THEN 'EVENT' ELSE 'DELIVERY' END, coalesce(d.id, r.event_id)::text, d.reference,
       jsonb_build_object('sha256', $1::text)
     FROM blob_refs r LEFT JOIN deliveries d ON d.id = r.delivery_id
     WHERE r.sha256 = $1 AND r.device_id <> $5::uuid`,
    [sha256, at, userId, userName, deviceId],
  );
}
