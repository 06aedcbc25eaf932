import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskLevel } from '#shared/contract/desktop.ts';
import { DISK_FULL, type RequestError } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { every } from '#shared/node-app/every.ts';
import { freeBytesOf } from '#shared/node-app/free-bytes.ts';
import type { Log } from '#shared/ports/log.ts';
import { diskLevel, reserveBytes, standardFloor } from './disk-level.ts';
import { isDiskTrouble } from './disk-trouble.ts';
import { CHECKPOINT_PAGES, type HubDatabase, isDamage } from './hub-database.ts';

const RESERVE_FILE = 'reserve.bin';
const LOOK_MS = 5_000;
const BLOCK = Buffer.alloc(1024 * 1024);
/** Pages in the log before they are moved home, while room is short: the log itself must stay small. */
const SHORT_LOG_PAGES = 250;
/** What the log takes as it usually is kept, in pages of 4 KiB: as much again goes into the file when it is moved home. */
const LONG_LOG_BYTES = 2 * CHECKPOINT_PAGES * 4_096;
/** A transaction may be longer than the log is kept: what it took beyond this is given back with the next one. */
const SHORT_LOG_BYTES = SHORT_LOG_PAGES * 4_096;
/** A snapshot that takes the replica's place is written twice, to the log and from there into the file; and its indexes. */
const TIMES_WRITTEN = 2.5;

export interface DiskState {
  level: DiskLevel;
  free_bytes: number;
  floor_bytes: number;
}

export interface DiskGuardDeps {
  dataDir: string;
  database: HubDatabase;
  /** Asked anew at each look. Null: as is standard for a disk of this size. */
  floorBytes: () => number | null;
  /** On the disk that holds the folder; absent: as the system says. */
  freeBytes?: () => number;
  /** Told of each error with which handing on met. */
  onError: (error: unknown) => void;
  log: Log;
}

/** Whom a nearly full disk refuses what, and the reserve with which it empties all the same. */
export interface DiskGuard {
  state(): DiskState;
  /** Null where there is room for it. */
  refusalOf(what: 'photo' | 'event'): RequestError | null;
  /** Whether the server's news may be kept: not with what is left for handing on. */
  hasRoomForNews(): boolean;
  /** Whether a snapshot may go on that still has so many bytes to write: not with what is left for phones' events. */
  hasRoomForLoad(bytes: number): boolean;
  /** Whether what the server sends does not fit now. */
  isShortOfRoom(): boolean;
  /** Does what makes room in the end; where the disk is full, the reserve is given up for it. */
  withReserve<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

/**
 * Watches the disk under a data folder. Photos and events are refused before SQLite fails, since half a gigabyte is left
 * then for what only this hub can do: to hand on what it has. Other programs may fill the rest: a file of zeros is held
 * back and given up when even that does not fit any more, and written again once there is room.
 */
export function diskGuard(deps: DiskGuardDeps): DiskGuard {
  const { dataDir, database, floorBytes, onError, log, freeBytes = () => freeBytesOf(dataDir) } = deps;
  const { blocks, bsize } = statfsSync(dataDir);
  const floorNow = () => floorBytes() ?? standardFloor(blocks * bsize);
  // Of the floor at the start: what is held back is not written anew for each change.
  const reserve = reserveFile(join(dataDir, RESERVE_FILE), reserveBytes(floorNow()));
  let level: DiskLevel = 'GOOD';
  let isLogShort = false;
  /** A snapshot does not fit: whoever looks must be told, and photos must not take what it needs. */
  let isLoadWaiting = false;

  const look = (): DiskState => {
    const free = freeBytes();
    const floor = floorNow();
    // What the reserve takes is not there for anybody else, given up or not.
    const byRoom = diskLevel(reserve.isThere() ? free : free - reserve.bytes, floor);
    const now = isLoadWaiting && byRoom === 'GOOD' ? 'NO_PHOTOS' : byRoom;
    // Before the floor: a long log and the file that it grows by would step over it at once.
    if (!isLogShort && free < floor + LONG_LOG_BYTES) isLogShort = keepLogShort(database, true);
    // Cutting the log makes room: what has just become enough is not yet enough for a long one.
    if (isLogShort && free >= floor + 2 * LONG_LOG_BYTES) isLogShort = keepLogShort(database, false);
    if (now !== level) turn(now, free, floor);
    return { level: now, free_bytes: free, floor_bytes: floor };
  };
  const turn = (now: DiskLevel, free: number, floor: number): void => {
    const isShort = now !== 'GOOD';
    level = now;
    log[isShort ? 'error' : 'info'](
      { level: now, free, floor },
      isShort ? 'the disk is nearly full' : 'the disk has room',
    );
  };
  const tend = (): void => {
    const { free_bytes, floor_bytes } = look();
    // Emptying comes before taking more: it is written again although photos and events may have to wait for longer.
    if (!reserve.isThere() && free_bytes >= reserve.bytes + floor_bytes / 4) reserve.make(log);
  };
  tend();
  const watch = every(LOOK_MS, tend);
  return {
    state: look,
    refusalOf(what) {
      const now = look().level;
      const isRefused = what === 'photo' ? now !== 'GOOD' : !mayTakeEvents(now);
      return isRefused ? REFUSAL : null;
    },
    // A reserve that cannot be given up any more is what handing on lives on.
    hasRoomForNews() {
      const { free_bytes, floor_bytes } = look();
      return diskLevel(free_bytes, floor_bytes) !== 'FULL';
    },
    hasRoomForLoad(bytes) {
      const { free_bytes, floor_bytes } = look();
      isLoadWaiting = !mayTakeEvents(diskLevel(free_bytes - TIMES_WRITTEN * bytes, floor_bytes));
      return !isLoadWaiting;
    },
    isShortOfRoom: () => isLoadWaiting || look().level === 'FULL',
    async withReserve(work) {
      try {
        return await work();
      } catch (error) {
        onError(error);
        if (!isDiskTrouble(error) || isDamage(error) || !reserve.isThere()) throw error;
        log.error({ err: error }, 'the disk is full: the reserve is given up, so that what lies here is handed on');
        reserve.giveUp();
        isLogShort = keepLogShort(database, true);
        return work();
      }
    },
    stop: () => watch.stop(),
  };
}

const mayTakeEvents = (level: DiskLevel): boolean => level === 'GOOD' || level === 'NO_PHOTOS';

/** Said to phones in a text of their own, by its reason. */
const REFUSAL: RequestError = {
  code: 'UNAVAILABLE',
  detail:
    'The disk of the depot’s computer is nearly full: what you have stays with you, and goes to HQ directly or here once there is room.',
  retryAfterSeconds: LIMITS.diskRetrySeconds,
  extra: { reason: DISK_FULL },
};

/** What lies in the log is moved home, and the log cut to nothing, so that its room can be used. */
function keepLogShort(database: HubDatabase, isShort: boolean): boolean {
  try {
    database.pragma(`wal_autocheckpoint = ${isShort ? SHORT_LOG_PAGES : CHECKPOINT_PAGES}`);
    database.pragma(isShort ? `journal_size_limit = ${SHORT_LOG_BYTES}` : 'journal_size_limit = -1');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A disk that is full already: the reserve makes room.
  }
  return isShort;
}

function reserveFile(path: string, bytes: number) {
  return {
    bytes,
    isThere: () => existsSync(path) && statSync(path).size === bytes,
    giveUp: () => rmSync(path, { force: true }),
    /** Whole or not at all. Its zeros are written, since a hole in a file holds nothing back. */
    make(log: Log): void {
      const file = openSync(path, 'w', 0o600);
      try {
        for (let left = bytes; left > 0; left -= BLOCK.length) writeSync(file, BLOCK, 0, Math.min(left, BLOCK.length));
        fsyncSync(file);
      } catch (error) {
        log.warn({ err: error }, 'the reserve could not be written');
        rmSync(path, { force: true });
      } finally {
        closeSync(file);
      }
    },
  };
}
