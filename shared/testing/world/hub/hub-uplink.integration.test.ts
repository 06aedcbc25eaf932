import { expect, test } from 'vitest';
import { uplinkStore } from '#hub/store/uplink-store.ts';
import type { BootstrapResponse } from '#shared/contract/sync.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { statementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { audit, batchOf, type DeviceCaller } from '../../conformance/store-subject.ts';
import { TestDevice } from '../../test-device.ts';
import { openYard } from '../real-stores.ts';

const SERVER = { kind: 'server' as const, url: 'http://server.test' };
const server_time = '2026-11-22T10:00:00.000Z';

test('[CUST-5] what a hub handed on before its first snapshot is offered again: it cannot know in which epoch that was', async () => {
  const yard = await openYard(1);
  try {
    const uplink = uplinkStore(
      yard.database,
      systemClock,
      statementVerifier(() => ({ keys: [] })),
    );
    const device = new TestDevice(0);
    const caller: DeviceCaller = {
      kind: 'device',
      deviceId: device.id,
      userId: 7,
      userName: 'Karim',
      role: 'driver',
      depotId: 1,
      key: device.publicKey,
      scopeFrom: 0,
      expired: false,
    };
    const event = audit(device);
    expect((await yard.store.accept(batchOf(caller, [event]))).ok).toBe(true);
    const offered = async () => (await uplink.nextBatch(SERVER, 100, 1_000_000)).map(({ id }) => id);
    const sent = await uplink.nextBatch(SERVER, 100, 1_000_000);
    const ack = {
      success: true,
      acked_event_ids: [event.id],
      failed_events: [],
      server_time,
      custody: 'server' as const,
    };
    await uplink.recordPush(SERVER, sent, ack);
    expect(await offered()).toEqual([]);

    const snapshot = async (next_since: string): Promise<void> => {
      const entities = { products: [], clients: [], deliveries: [], stock_levels: [], users: [] };
      const page: BootstrapResponse = { entities, has_more: false, next_page: null, next_since, server_time };
      await uplink.stageScope(page, true);
      await uplink.commitScope(next_since, SERVER);
    };
    await snapshot('e2.1');
    expect(await offered()).toEqual([event.id]);
    await uplink.recordPush(SERVER, await uplink.nextBatch(SERVER, 100, 1_000_000), ack);
    await snapshot('e2.5');
    expect(await offered()).toEqual([]);
    await snapshot('e3.1');
    expect(await offered()).toEqual([event.id]);
  } finally {
    await yard.close();
  }
});
