import { DAY_MS } from '#shared/contract/durations.ts';
import type { RequestError } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { BlobOutbox, OutgoingBlob } from '#shared/sync-client/blob-outbox.ts';
import type { BlobStore } from '#shared/sync-server/blob-store.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { RefusedInput } from '#shared/sync-server/problem.ts';
import type { BlobFiles } from './blob-files.ts';
import { checksumBlob, uuidBlob } from './blobs.ts';
import type { HubDatabase } from './hub-database.ts';

export interface HubBlobStoreDeps {
  database: HubDatabase;
  files: BlobFiles;
  clock: Clock;
  depotId: number;
  /** A blob lies here whole. */
  onWhole: () => void;
  /** Why no new photo is taken now; null where there is room. */
  refusal?: () => RequestError | null;
}

/** The hub's blobs: files, and the rows that say what they are. A file counts from the moment its row is there. */
export function hubBlobStore(deps: HubBlobStoreDeps): BlobStore {
  const { database, files, clock, depotId, onWhole } = deps;
  const whole = database.prepare<[Buffer], { size: number; contentType: string }>(
    'SELECT size, content_type AS contentType FROM blobs WHERE sha256 = ?',
  );
  const owned = database.prepare('SELECT 1 FROM blob_owners WHERE sha256 = ? AND device_id = ?');
  const insert = database.prepare(
    'INSERT INTO blobs (sha256, size, content_type, stored_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const own = database.prepare('INSERT INTO blob_owners (sha256, device_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const named = database.prepare('SELECT 1 FROM blob_refs WHERE sha256 = ? AND device_id = ? LIMIT 1');
  const mayRead = scopeReader(database, depotId);
  const hasRoom = roomCounter(database, files);
  return {
    async find(upload) {
      const key = checksumBlob(upload.sha256);
      return {
        whole: whole.get(key) ?? null,
        own: owned.get(key, uuidBlob(upload.by)) !== undefined,
        part: await files.partSize(upload),
      };
    },

    append: async (upload, at, bytes) => files.append(upload, at, bytes),
    forget: (upload) => files.forgetPart(upload),

    async complete(upload, contentType) {
      const sealed = await files.seal(upload);
      if (sealed.kind !== 'whole') return sealed.kind;
      const key = checksumBlob(upload.sha256);
      database
        .transaction(() => {
          insert.run(key, sealed.size, contentType, clock.now());
          own.run(key, uuidBlob(upload.by));
        })
        .immediate();
      onWhole();
      return 'whole';
    },

    async hasRoom(upload, bytes, most) {
      const refusal = deps.refusal?.() ?? null;
      if (refusal !== null) throw new RefusedInput(refusal);
      return hasRoom(upload, bytes, most);
    },
    mayRead: async (caller, sha256) => mayRead(caller, checksumBlob(sha256)),
    isNamedBy: async (deviceId, sha256) => named.get(checksumBlob(sha256), uuidBlob(deviceId)) !== undefined,
    read: (sha256) => files.read(sha256),
  };
}

function roomCounter(database: HubDatabase, files: BlobFiles): BlobStore['hasRoom'] {
  const named = database.prepare('SELECT 1 FROM blob_refs WHERE sha256 = ? LIMIT 1');
  const isNamed = (sha256: string): boolean => named.get(checksumBlob(sha256)) !== undefined;
  const whole = database.prepare<[number, Buffer, Buffer], { used: number }>(
    `SELECT coalesce(sum(max(b.size, ?)), 0) AS used FROM blob_owners o JOIN blobs b ON b.sha256 = o.sha256
     WHERE o.device_id = ? AND o.sha256 <> ? AND NOT EXISTS (SELECT 1 FROM blob_refs r WHERE r.sha256 = o.sha256)`,
  );
  return async ({ sha256, by }, bytes, most) => {
    if (isNamed(sha256)) return true;
    const parts = (await files.partsOf(by)).filter((part) => part !== sha256 && !isNamed(part));
    const used = whole.get(LIMITS.unnamedBlobLeastBytes, uuidBlob(by), checksumBlob(sha256))?.used ?? 0;
    return used + parts.length * LIMITS.blobBytes + bytes <= most;
  };
}

/**
 * What its device brought, what its user's events name, and what events about its user's deliveries name; to the
 * depot's clerk, what the depot's people name or what is about its deliveries: a visitor's photos are another depot's.
 */
function scopeReader(database: HubDatabase, depotId: number): (caller: Caller, sha256: Buffer) => boolean {
  const concerns = database.prepare(
    `SELECT 1 FROM blob_owners WHERE sha256 = ?1 AND device_id = ?2
     UNION ALL SELECT 1 FROM blob_refs r WHERE r.sha256 = ?1
       AND (EXISTS (SELECT 1 FROM devices d WHERE d.device_id = r.device_id AND (d.user_id = ?3 OR d.depot_id = ?4))
         OR EXISTS (SELECT 1 FROM entities e WHERE e.kind = 'deliveries' AND e.key = r.delivery_id
           AND (e.user_id = ?3 OR ?4 IS NOT NULL)))
     LIMIT 1`,
  );
  return (caller, sha256) => {
    // A hub serves no other hub; who works at HQ sees all that lies here.
    if (caller.kind === 'hub') return false;
    if (caller.role === 'admin') return true;
    const office = caller.role === 'clerk' && caller.depotId === depotId ? depotId : null;
    const who = { 1: sha256, 2: uuidBlob(caller.deviceId), 3: caller.userId, 4: office };
    return concerns.get(who) !== undefined;
  };
}

/** The hub as a device of the server: what it has to bring, and how its custody ends. */
export function hubBlobOutbox(database: HubDatabase, files: BlobFiles, clock: Clock): BlobOutbox {
  const waiting = database.prepare<[], { sha256: Buffer; size: number; contentType: string }>(
    `SELECT sha256, size, content_type AS contentType FROM blobs
     WHERE sent_at IS NULL AND error_code IS NULL ORDER BY id`,
  );
  const sent = database.prepare('UPDATE blobs SET sent_at = ?, error_code = NULL WHERE sha256 = ?');
  const aside = database.prepare('UPDATE blobs SET error_code = ? WHERE sha256 = ?');
  const drop = dropper(database, files);
  /** Good here and spoilt on the way, and when. In memory: a hub that begins again may well try again. */
  const spoiltOnTheWay = new Map<string, number>();
  const isPostponed = (sha256: string): boolean => {
    const age = clock.now() - (spoiltOnTheWay.get(sha256) ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back must not silence a photo for ever.
    return age >= 0 && age < LIMITS.setAsideSeconds * 1_000;
  };
  return {
    waiting: async (): Promise<OutgoingBlob[]> =>
      waiting
        .all()
        .map(({ sha256, ...blob }) => ({ ...blob, sha256: sha256.toString('hex') }))
        .filter(({ sha256 }) => !isPostponed(sha256)),
    async read(sha256, from, length) {
      const piece = await files.readPiece(sha256, from, length);
      if (piece !== null) return piece;
      await drop(sha256);
      throw new Error('the file of a photo is gone from the disk');
    },
    async recordHeld(_node, sha256) {
      spoiltOnTheWay.delete(sha256);
      sent.run(clock.now(), checksumBlob(sha256));
    },
    async setAside(_node, sha256, code) {
      if (code !== 'HASH_MISMATCH') aside.run(code, checksumBlob(sha256));
      // What is good here may be the last copy: whoever brought it may have lost its own since.
      else if (await files.isIntact(sha256)) spoiltOnTheWay.set(sha256, clock.now());
      else {
        spoiltOnTheWay.delete(sha256);
        await drop(sha256);
      }
    },
  };
}

/**
 * Forgets a blob that is lost or spoilt on this disk. Whoever brought it keeps it until the server's own statement, and will
 * bring it again when it hears that this hub has none.
 */
function dropper(database: HubDatabase, files: BlobFiles): (sha256: string) => Promise<void> {
  const rows = [
    database.prepare('DELETE FROM blobs WHERE sha256 = ?'),
    database.prepare('DELETE FROM blob_owners WHERE sha256 = ?'),
  ];
  const dropRows = database.transaction((key: Buffer) => {
    for (const row of rows) row.run(key);
  }).immediate;
  return async (sha256) => {
    dropRows(checksumBlob(sha256));
    await files.remove(sha256);
  };
}

/**
 * Forgets blobs that the server has had for as long as events are kept, those that no event names, as far as this hub and
 * the checkpoints that it carries know, and parts that nobody went on with. Whoever brought one has it until the server's statement.
 */
export async function tidyBlobs(database: HubDatabase, files: BlobFiles, clock: Clock): Promise<void> {
  const before = clock.now() - LIMITS.archiveDays * DAY_MS;
  const sent = database
    .prepare<[number], { sha256: Buffer }>('DELETE FROM blobs WHERE sent_at < ? RETURNING sha256')
    .all(before);
  const unnamed = database
    .prepare<[number], { sha256: Buffer }>(
      `DELETE FROM blobs WHERE sent_at IS NULL AND stored_at < ? AND sha256 NOT IN (SELECT sha256 FROM blob_refs)
         AND sha256 NOT IN (SELECT unhex(m.value) FROM checkpoints c, json_each(c.claims, '$.missing_blobs') m)
       RETURNING sha256`,
    )
    .all(clock.now() - LIMITS.unnamedBlobDays * DAY_MS);
  const old = [...sent, ...unnamed];
  const forgetOwners = database.prepare('DELETE FROM blob_owners WHERE sha256 = ?');
  for (const { sha256 } of old) {
    forgetOwners.run(sha256);
    await files.remove(sha256.toString('hex'));
  }
  database.prepare('DELETE FROM blob_refs WHERE taken_at < ? AND sha256 NOT IN (SELECT sha256 FROM blobs)').run(before);
  await files.forgetAbandoned(clock.now() - LIMITS.partialBlobDays * DAY_MS);
}
