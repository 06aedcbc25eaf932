import type { BootstrapResponse } from '#shared/contract/sync.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import type { DiskGuard } from '../store/disk-guard.ts';

type Disk = Pick<DiskGuard, 'withReserve' | 'hasRoomForNews' | 'hasRoomForLoad'>;

/** What did not fit is measured anew after this, since there may be less of it at HQ. */
const MEASURED_FOR_MS = 10 * 60_000;

/**
 * The way up on a full disk: what has been handed on is noted with the reserve's help, since else it would be handed on
 * again and again and never leave; news waits, so that it does not take the room that this needs. A snapshot is large: it
 * begins, and takes the replica's place, only where phones can still hand in afterwards; one that did not fit is asked
 * for again once there is room for as much.
 */
export function fullDiskStore(store: DeviceStore, disk: Disk, clock: Pick<Clock, 'now'>): DeviceStore {
  const withRoom = async (work: () => Promise<void>): Promise<void> => {
    if (!disk.hasRoomForNews()) throw new Error('the disk is full: news waits until there is room');
    return work();
  };
  let staged = 0;
  /** A load that did not fit, and when that was found. */
  let unfit: { bytes: number; at: number } | null = null;
  const withRoomForLoad = async (bytes: number, work: () => Promise<void>): Promise<void> => {
    const fits = disk.hasRoomForLoad(bytes);
    unfit = fits ? null : { bytes, at: clock.now() };
    if (!fits) throw noRoomForLoad();
    return work();
  };
  return {
    ...store,
    nextBatch: (...asked) => disk.withReserve(() => store.nextBatch(...asked)),
    recordPush: (...answered) => disk.withReserve(() => store.recordPush(...answered)),
    setAside: (...refused) => disk.withReserve(() => store.setAside(...refused)),
    applyPage: (page) => withRoom(() => store.applyPage(page)),
    beforeLoad() {
      // A clock that was set back must not keep it waiting.
      const isKnown = unfit !== null && Math.abs(clock.now() - unfit.at) < MEASURED_FOR_MS;
      if (unfit !== null && isKnown && !disk.hasRoomForLoad(unfit.bytes)) throw noRoomForLoad();
      store.beforeLoad?.();
    },
    stageScope(page, first) {
      staged = (first ? 0 : staged) + JSON.stringify(page.entities).length;
      return withRoomForLoad(first ? wholeLoad(page, staged) : staged, () => store.stageScope(page, first));
    },
    commitScope: (nextSince, node) => withRoomForLoad(staged, () => store.commitScope(nextSince, node)),
  };
}

const noRoomForLoad = () => new Error('the depot’s data do not fit on the disk: they wait for room');

/** What all of a snapshot comes to, by its first page and how many entities the node says there are. */
function wholeLoad({ entities, total = 0 }: BootstrapResponse, firstPage: number): number {
  const here = Object.values(entities).reduce((sum, list) => sum + list.length, 0);
  return firstPage * Math.max(1, total / Math.max(1, here));
}

export function fullDiskOutbox(outbox: BlobOutbox, disk: Disk): BlobOutbox {
  return {
    ...outbox,
    recordHeld: (...held) => disk.withReserve(() => outbox.recordHeld(...held)),
    setAside: (...refused) => disk.withReserve(() => outbox.setAside(...refused)),
  };
}
