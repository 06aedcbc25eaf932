import type { Clock } from '#shared/ports/clock.ts';
import { type Channel, NodeApi } from '#shared/sync-client/node-api.ts';
import type { StatementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { blobUuid } from '../store/blobs.ts';
import { checkpointStore } from '../store/checkpoint-store.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { metaOf } from '../store/meta.ts';

/** How soon the server is asked once more for a device's checkpoint that says what a phone waits for. */
const ASK_AGAIN_MS = 10 * 60_000;

/**
 * Asks the server for the checkpoints of devices that hear of it through this hub alone. One that was signed before a
 * photo reached the server still misses it, and the phone would keep that photo for ever. And a phone that has handed in
 * nothing yet learns from its first one what the server knows, without which it offers nothing of that.
 */
export function checkpointRenewal(
  database: HubDatabase,
  channel: Channel,
  { readCheckpoint }: StatementVerifier,
  { clock, depotId }: { clock: Clock; depotId: number },
): () => Promise<void> {
  const checkpoints = checkpointStore(database);
  const meta = metaOf(database);
  const outdated = database.prepare<[], { device_id: Buffer }>(
    `SELECT DISTINCT c.device_id FROM checkpoints c, json_each(c.claims, '$.missing_blobs') m
       JOIN blobs b ON b.sha256 = unhex(m.value) WHERE b.sent_at IS NOT NULL`,
  );
  const withoutContract = database.prepare<[number], { device_id: Buffer }>(
    `SELECT d.device_id FROM devices d LEFT JOIN checkpoints c ON c.device_id = d.device_id
     WHERE d.depot_id = ? AND c.claims ->> '$.contract' IS NULL`,
  );
  const askedAt = new Map<string, number>();
  /** A server of before never says it, and one that does not know the device refuses: neither is asked all the time. */
  const isDue = (deviceId: string): boolean => {
    const now = clock.now();
    const before = askedAt.get(deviceId);
    if (before !== undefined && Math.abs(now - before) < ASK_AGAIN_MS) return false;
    askedAt.set(deviceId, now);
    return true;
  };
  /** False where the line is to be left alone. */
  const ask = async (deviceId: string, cursor: string): Promise<boolean> => {
    const api = new NodeApi(channel.node, deviceId, channel.transport, channel.credentials);
    const pulled = await api.pull(cursor, 1);
    if (pulled.kind === 'refused') return true;
    if (pulled.kind !== 'ok') {
      askedAt.delete(deviceId);
      return false;
    }
    const carried = pulled.value.checkpoint === null ? null : await readCheckpoint(pulled.value.checkpoint);
    if (carried) checkpoints.put(carried);
    return true;
  };
  return async () => {
    const cursor = meta.get('cursor');
    if (cursor === null) return;
    const ids = outdated.all().map(({ device_id }) => blobUuid(device_id));
    const unheard = withoutContract.all(depotId).map(({ device_id }) => blobUuid(device_id));
    for (const deviceId of [...ids, ...unheard.filter(isDue)]) if (!(await ask(deviceId, cursor))) return;
  };
}
