import type { DiskLevel } from '#shared/contract/desktop.ts';
import { LIMITS } from '#shared/contract/limits.ts';

/** What a disk bears at so many free bytes. */
export function diskLevel(freeBytes: number, floorBytes: number): DiskLevel {
  if (freeBytes >= floorBytes) return 'GOOD';
  if (freeBytes >= floorBytes / 2) return 'NO_PHOTOS';
  return freeBytes >= floorBytes / 8 ? 'NO_EVENTS' : 'FULL';
}

/** The floor where nobody has set one: the lesser of a fixed number and a share of the disk. */
export const standardFloor = (diskBytes: number): number =>
  Math.min(LIMITS.diskFloorBytes, Math.floor((diskBytes * LIMITS.diskFloorPercent) / 100));

/** What is held back for handing on, so that a full disk still empties. */
export const reserveBytes = (floorBytes: number): number => Math.min(LIMITS.diskReserveBytes, floorBytes);
