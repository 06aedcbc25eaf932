import { blobUuid, uuidBlob } from '#hub/store/blobs.ts';
import type { NodeUnderTest } from '../conformance/http-suite.ts';
import { createTestDatabase } from '../postgres.ts';
import { eventually, signIn, startWorld, type World } from './start-world.ts';

/** One node of a world of its own. */
export async function openNode(kind: 'hub' | 'server'): Promise<{ node: NodeUnderTest; world: World }> {
  const database = await createTestDatabase();
  const world = await startWorld(database.url);
  const url = kind === 'hub' ? world.hubUrl : world.serverUrl;
  await eventually(
    () => world.hub.uplink.wan,
    ({ reachable }) => reachable,
    'the hub has met its server',
  );
  const node: NodeUnderTest = {
    url,
    kind,
    signIn: (username) => signIn(url, username),
    storedText: (id) => (kind === 'hub' ? inRelayQueue(world, id) : atHq(world, id)),
    close: async () => {
      await world.close();
      await database.drop();
    },
  };
  return { node, world };
}

async function inRelayQueue(world: World, id: string): Promise<string | null> {
  const key = uuidBlob(id);
  if (blobUuid(key) !== id) return null;
  const row = world.hub.database.prepare('SELECT body FROM relay_queue WHERE event_id = ?').get(key);
  return (row as { body: string } | undefined)?.body ?? null;
}

async function atHq(world: World, id: string): Promise<string | null> {
  const { rows } = await world.database.query<{ body: string }>('SELECT body FROM events WHERE id::text = $1', [id]);
  return rows[0]?.body ?? null;
}
