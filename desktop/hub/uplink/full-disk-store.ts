import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import type { DiskGuard } from '../store/disk-guard.ts';

type Disk = Pick<DiskGuard, 'withReserve' | 'hasRoomForNews'>;

/**
 * The way up on a full disk: what has been handed on is noted with the reserve's help, since else it would be handed on
 * again and again and never leave; news waits, so that it does not take the room that this needs.
 */
export function fullDiskStore(store: DeviceStore, disk: Disk): DeviceStore {
  const withRoom = async (work: () => Promise<void>): Promise<void> => {
    if (!disk.hasRoomForNews()) throw new Error('the disk is full: news waits until there is room');
    return work();
  };
  return {
    ...store,
    nextBatch: (...asked) => disk.withReserve(() => store.nextBatch(...asked)),
    recordPush: (...answered) => disk.withReserve(() => store.recordPush(...answered)),
    setAside: (...refused) => disk.withReserve(() => store.setAside(...refused)),
    applyPage: (page) => withRoom(() => store.applyPage(page)),
    stageScope: (page, first) => withRoom(() => store.stageScope(page, first)),
    commitScope: (nextSince, node) => withRoom(() => store.commitScope(nextSince, node)),
  };
}

export function fullDiskOutbox(outbox: BlobOutbox, disk: Disk): BlobOutbox {
  return {
    ...outbox,
    recordHeld: (...held) => disk.withReserve(() => outbox.recordHeld(...held)),
    setAside: (...refused) => disk.withReserve(() => outbox.setAside(...refused)),
  };
}
