import { type EntityKey, type EntityKeys, entityOf, lockBucket } from '#shared/domain/decide/entity-keys.ts';
import type { EntityKind } from '#shared/domain/decide/facts.ts';
import type { Transaction } from '../database.ts';
import { pgTextArray } from '../lists.ts';

/** Any number of our own, for the first half of these locks' names. */
export const ENTITY_LOCK = 731_056_206;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Keeps whoever makes an entity and whoever waits for it from passing each other unseen: both lock its key first, and
 * read afterwards, facts and waiting events alike. What is there already needs no lock, since entities are never
 * deleted. Events come in great numbers and each has its id to itself, so those who bring them share the lock, and only
 * a correction that finds its event absent takes it alone.
 *
 * One statement, which takes the locks in the order of their buckets: behind the journals, before any other row. It
 * reads by a snapshot from before its locks, so nothing but the choice of locks may come of it.
 */
export async function lockEntities(tx: Transaction, { events, entities }: EntityKeys): Promise<void> {
  const shared = [...new Set(events.map((id) => lockBucket('EVENT', id)))];
  const [corrected, clients, deliveries] = (['EVENT', 'CLIENT', 'DELIVERY'] as const).map((kind) =>
    idsOf(kind, entities),
  ) as [Named, Named, Named];
  await tx.query(
    `SELECT CASE WHEN alone THEN pg_advisory_xact_lock($1, bucket) ELSE pg_advisory_xact_lock_shared($1, bucket) END
     FROM (
       SELECT bucket, bool_or(alone) AS alone
       FROM (
         SELECT bucket, false AS alone FROM unnest($2::integer[]) AS k (bucket)
         UNION ALL
         SELECT k.bucket, true FROM unnest($3::uuid[], $4::integer[]) AS k (id, bucket)
         WHERE NOT EXISTS (SELECT FROM events e WHERE e.id = k.id)
         UNION ALL
         SELECT k.bucket, true FROM unnest($5::uuid[], $6::integer[]) AS k (id, bucket)
         WHERE NOT EXISTS (SELECT FROM clients c WHERE c.id = k.id)
         UNION ALL
         SELECT k.bucket, true FROM unnest($7::uuid[], $8::integer[]) AS k (id, bucket)
         WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.id = k.id)
       ) AS wanted GROUP BY bucket ORDER BY bucket
     ) AS sorted`,
    [
      ENTITY_LOCK,
      pgTextArray(shared),
      ...[corrected, clients, deliveries].flatMap(({ ids, buckets }) => [pgTextArray(ids), pgTextArray(buckets)]),
    ],
  );
}

interface Named {
  ids: string[];
  buckets: number[];
}

/** What is named by no id cannot be made by anybody. */
function idsOf(kind: EntityKind, keys: EntityKey[]): Named {
  const ids = keys
    .map(entityOf)
    .filter((key) => key.kind === kind && UUID.test(key.id))
    .map(({ id }) => id);
  return { ids, buckets: ids.map((id) => lockBucket(kind, id)) };
}
