import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Checkpoint } from '#shared/contract/sync.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { cursorNow } from '../../conformance/store-changes-suite.ts';
import { type Handset, handIn } from '../../conformance/store-subject.ts';
import { openRealStores, type RealStores } from '../real-stores.ts';

let stores: RealStores;
beforeAll(async () => {
  stores = await openRealStores();
});
afterAll(() => stores?.close());

/** Of one event, as many as are read. */
const PHOTOS = 20;
const photo = (n: number) => sha256(`photo ${n}`);
const named = (from: number) => Array.from({ length: PHOTOS }, (_, n) => photo(from + n));

const eventWith = ({ device }: Handset, photo_blobs: string[]): SyncEvent =>
  device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { photo_blobs } });

async function checkpointOf({ caller }: Handset): Promise<Checkpoint> {
  const { store } = stores.server;
  const id = caller.kind === 'device' ? caller.deviceId : '';
  const page = await store.changes(caller, await cursorNow(stores.server, caller), 1, id);
  if (!page.ok || page.value.checkpoint === null) throw new Error('no checkpoint');
  return decodeJwt(page.value.checkpoint) as unknown as Checkpoint;
}

test('[BLOB-20] as many missing photos as are allowed are all named; one more, and the checkpoint ends before the event that names it', async () => {
  const phone = await stores.server.handset('driver1.alger');
  const full = LIMITS.checkpointBlobs / PHOTOS;
  const events = Array.from({ length: full }, (_, n) => eventWith(phone, named(n * PHOTOS)));
  await handIn(stores.server, phone.caller, events);
  const whole = await checkpointOf(phone);
  expect(whole.missing_blobs).toHaveLength(LIMITS.checkpointBlobs);
  expect(whole).toMatchObject({ up_to: full, checksum: events.at(-1)?.checksum });

  const further = [eventWith(phone, []), eventWith(phone, [photo(100_000)]), eventWith(phone, [])];
  await handIn(stores.server, phone.caller, further);
  const cut = await checkpointOf(phone);
  expect(cut.missing_blobs).toEqual(whole.missing_blobs);
  expect(cut).toMatchObject({ up_to: full + 1, checksum: further[0]?.checksum, received_above: [] });

  // One of the lowest arrives, and the checkpoint names and covers the next.
  await stores.database.query('UPDATE blob_refs SET arrived = true WHERE sha256 = $1', [photo(0)]);
  const then = await checkpointOf(phone);
  expect(then.missing_blobs).toHaveLength(LIMITS.checkpointBlobs);
  expect(then.missing_blobs).toContain(photo(100_000));
  expect(then).toMatchObject({ up_to: full + 3, checksum: further[2]?.checksum });
});
