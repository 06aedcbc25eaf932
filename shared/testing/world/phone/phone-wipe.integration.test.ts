import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import { TABLES } from '../../../../mobile-pwa/store/tables.ts';
import type { WipeView } from '../../../../mobile-pwa/sync/wiping.ts';
import { testIds } from '../../test-device.ts';
import { eventually } from '../start-world.ts';
import { newPhoneFile } from './phone-file.ts';
import { count, fail, openWipeWorld, shown, tablesOf, type WipeWorld } from './wipe-world.ts';

/** What a phone that HQ has revoked hands in, and what it erases, against a real hub and a real server. */
let world: WipeWorld;

beforeAll(async () => {
  world = await openWipeWorld();
});
afterEach(() => world.closePhones());
afterAll(() => world?.close());

test('[WIPE-9] [LESSON-8] a revoked phone hands in what it holds, photos too, says so, and is then erased', async () => {
  const views: WipeView[] = [];
  let erased = 0;
  const { kept, phone, deviceId } = await world.onTour('driver1.alger', {
    onWipe: (view) => views.push(view),
    destroy: async () => {
      erased += 1;
    },
  });
  world.wifi.cut();
  const photo = new TextEncoder().encode(`a photo ${testIds.uuid()}`);
  const events = [await fail(phone, photo), await fail(phone)];
  await world.revoke(deviceId);
  world.wifi.reconnect();
  await eventually(
    () => {
      phone.kick();
      return erased;
    },
    (times) => times === 1,
    'the phone has erased itself',
  );
  expect(views.at(0)).toEqual({ reason: 'stolen', left: 3 });
  expect(views.at(-1)).toEqual({ reason: 'stolen', left: 0 });
  expect(shown(kept)).toEqual([]);
  expect(count(kept, 'sync_queue') + count(kept, 'blobs') + count(kept, 'blob_bytes')).toBe(0);
  for (const id of events) {
    await eventually(
      () => world.atHq(id),
      (status) => status === 'QUARANTINED',
      'the events stand in quarantine at HQ',
    );
  }
  await eventually(
    async () => (await world.database.query('SELECT content_type FROM blobs')).rows,
    (rows) => rows.length === 1,
    'the photo is at HQ',
  );
  expect(await world.wipeState(deviceId)).toBe('CONFIRMED');
  expect((await kept.vault.wipe())?.step).toBe('erase');
});

test('[WIPE-9] its lists are erased the moment it is told, whether or not the network stays', async () => {
  let line: 'until the order' | 'cut' | 'back' = 'until the order';
  const transport: Transport = {
    async request(request) {
      if (line === 'cut') return { kind: 'unreachable', reason: 'out of reach' };
      const answer = await fetchTransport.request(request);
      if (line === 'until the order' && answer.kind === 'answer' && answer.status === 403) line = 'cut';
      return answer;
    },
  };
  const views: WipeView[] = [];
  const { kept, phone, deviceId } = await world.onTour('driver1.alger', {
    transport,
    onWipe: (view) => views.push(view),
  });
  expect(shown(kept)).not.toEqual([]);
  await world.revoke(deviceId);
  await eventually(
    () => {
      phone.kick();
      return views.length;
    },
    (told) => told > 0,
    'the phone has been told',
  );
  expect(shown(kept)).toEqual([]);
  expect(line).toBe('cut');
  await eventually(
    () => world.wipeState(deviceId),
    (state) => state === 'TOLD',
    'HQ hears that it was told',
  );
  line = 'back';
  await eventually(
    () => {
      phone.kick();
      return world.wipeState(deviceId);
    },
    (state) => state === 'CONFIRMED',
    'the wipe goes on when a node answers',
  );
});

test('[WIPE-14] what a server that came back from a backup has forgotten is offered once more before the phone erases it', async () => {
  // A hub that has handed the event on says so rightly: this is about a phone that meets the server itself.
  let hubIsAway = false;
  const transport = world.lying(({ url }) =>
    hubIsAway && url.startsWith(world.wifi.url) ? { kind: 'unreachable', reason: 'the hub is away' } : null,
  );
  const { kept, phone, deviceId } = await world.onTour('driver2.alger', { transport });
  const known = await fail(phone);
  const forgotten = await fail(phone);
  await eventually(
    () => {
      phone.kick();
      return count(kept, 'sync_archive');
    },
    (purged) => purged === 2,
    'the server has both',
  );
  // As after a restore of an older backup.
  await world.database.query('DELETE FROM events WHERE id = $1', [forgotten]);
  hubIsAway = true;
  await world.revoke(deviceId);
  await eventually(
    () => {
      phone.kick();
      return world.wipeState(deviceId);
    },
    (state) => state === 'CONFIRMED',
    'the wipe is confirmed',
  );
  expect(await world.atHq(forgotten)).toBe('QUARANTINED');
  expect(await world.atHq(known)).not.toBe('QUARANTINED');
});

test('[WIPE-9] a copy that nodes refuse is offered some times, and then given up', async () => {
  let erased = 0;
  const destroy = async () => {
    erased += 1;
  };
  const { kept, phone, deviceId } = await world.onTour('seller1.alger', { destroy });
  world.wifi.cut();
  await fail(phone);
  const spoilt = await fail(phone);
  kept.sql.exec(
    `UPDATE sync_queue SET body = seal(replace(open(body, 'event.body', id), 'ABSENT', 'CLOSED'), 'event.body', id)
     WHERE id = ?`,
    [spoilt],
  );
  await world.revoke(deviceId);
  world.wifi.reconnect();
  await eventually(
    () => {
      phone.kick();
      return erased;
    },
    (times) => times === 1,
    'the phone has erased itself',
  );
  // Both nodes are in reach: each that was offered it has written it down.
  const atHub = world.hub.database.prepare<[string], { body: string }>(
    'SELECT body FROM refused_copies WHERE event_id = ?',
  );
  const atHq = await world.database.query<{ body: string }>('SELECT body FROM refused_copies WHERE event_id = $1', [
    spoilt,
  ]);
  const refused = [...atHub.all(spoilt), ...atHq.rows];
  // The engine that has not heard of the order yet may have offered it once more.
  expect(refused.length).toBeGreaterThanOrEqual(LIMITS.rescueOffers);
  expect(JSON.parse(refused[0]!.body)).toMatchObject({ id: spoilt });
});

test('[WIPE-9] every table of the phone says whether a wipe erases it at once or rescues it', async () => {
  const kept = await newPhoneFile();
  prepareSchema(kept.sql);
  expect(Object.keys(TABLES).sort()).toEqual(tablesOf(kept).sort());
});
