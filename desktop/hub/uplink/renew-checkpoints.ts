import { type Channel, NodeApi } from '#shared/sync-client/node-api.ts';
import type { StatementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { blobUuid } from '../store/blobs.ts';
import { checkpointStore } from '../store/checkpoint-store.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { metaOf } from '../store/meta.ts';

/**
 * A checkpoint that was signed before a photo reached the server still misses it, and a phone that meets nobody but this
 * hub would keep the photo for ever: asks for a new one for each device whose photos have arrived since.
 */
export function checkpointRenewal(
  database: HubDatabase,
  channel: Channel,
  { readCheckpoint }: StatementVerifier,
): () => Promise<void> {
  const checkpoints = checkpointStore(database);
  const meta = metaOf(database);
  const outdated = database.prepare<[], { device_id: Buffer }>(
    `SELECT DISTINCT c.device_id FROM checkpoints c, json_each(c.claims, '$.missing_blobs') m
       JOIN blobs b ON b.sha256 = unhex(m.value) WHERE b.sent_at IS NOT NULL`,
  );
  return async () => {
    const cursor = meta.get('cursor');
    if (cursor === null) return;
    for (const { device_id } of outdated.all()) {
      const api = new NodeApi(channel.node, blobUuid(device_id), channel.transport, channel.credentials);
      const pulled = await api.pull(cursor, 1);
      if (pulled.kind !== 'ok') return;
      const carried = pulled.value.checkpoint === null ? null : await readCheckpoint(pulled.value.checkpoint);
      if (carried) checkpoints.put(carried);
    }
  };
}
