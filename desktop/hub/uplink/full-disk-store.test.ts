import { expect, test } from 'vitest';
import type { BootstrapResponse } from '#shared/contract/sync.ts';
import type { DeviceStore, NodeRef } from '#shared/sync-client/device-store.ts';
import { fullDiskStore } from './full-disk-store.ts';

const NODE: NodeRef = { kind: 'server', url: 'http://127.0.0.1:1' };

/** A disk of which so many bytes are free for a load. */
function storeOn(free: number) {
  const done: string[] = [];
  const asked: number[] = [];
  const store = {
    stageScope: async () => void done.push('staged'),
    commitScope: async () => void done.push('committed'),
  } as Partial<DeviceStore> as DeviceStore;
  const clock = { now: () => room.at };
  const room = { free, at: 0 };
  const disk = {
    withReserve: <T>(work: () => Promise<T>) => work(),
    hasRoomForNews: () => true,
    hasRoomForLoad(bytes: number) {
      asked.push(bytes);
      return bytes <= room.free;
    },
  };
  return { done, asked, room, store: fullDiskStore(store, disk, clock) };
}

const page = (clients: number, total?: number) =>
  ({
    entities: { clients: Array.from({ length: clients }, (_, n) => ({ id: String(n), name: 'x'.repeat(90) })) },
    ...(total === undefined ? {} : { total }),
  }) as unknown as BootstrapResponse;
const bytesOf = (one: BootstrapResponse): number => JSON.stringify(one.entities).length;

test('[DISK-4] what a whole load comes to is known by its first page, and one that does not fit begins not at all', async () => {
  const first = page(10, 1_000);
  const { store, done, asked } = storeOn(50 * bytesOf(first));
  await expect(store.stageScope(first, true)).rejects.toThrow('room');
  expect(done).toEqual([]);
  expect(asked).toEqual([100 * bytesOf(first)]);
});

test('[DISK-4] it takes the replica’s place only where all of it still fits', async () => {
  const { store, done, asked } = storeOn(2.5 * bytesOf(page(10)));
  await store.stageScope(page(10), true);
  await store.stageScope(page(10), false);
  await store.commitScope('1.1', NODE);
  await expect(store.stageScope(page(10), false)).rejects.toThrow('room');
  await store.stageScope(page(10), true);
  expect(done).toEqual(['staged', 'staged', 'committed', 'staged']);
  const one = bytesOf(page(10));
  expect(asked).toEqual([one, 2 * one, 2 * one, 3 * one, one]);
});

test('[HUB-37] a load that did not fit is not asked for again before there is room, or it may have become smaller', async () => {
  const first = page(10, 1_000);
  const { store, room } = storeOn(0);
  store.beforeLoad?.();
  await expect(store.stageScope(first, true)).rejects.toThrow('room');
  expect(() => store.beforeLoad?.()).toThrow('room');
  room.free = 99 * bytesOf(first);
  expect(() => store.beforeLoad?.()).toThrow('room');
  room.free = 100 * bytesOf(first);
  store.beforeLoad?.();
  room.free = 0;
  room.at += 10 * 60_000;
  store.beforeLoad?.();
  await expect(store.stageScope(first, true)).rejects.toThrow('room');
  expect(() => store.beforeLoad?.()).toThrow('room');
});
