import { statfsSync } from 'node:fs';

/** Of the disk that holds a folder, as far as this account may use it. */
export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
