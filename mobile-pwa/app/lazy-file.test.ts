import { expect, it } from 'vitest';
import { FileMissing, fetchAllFiles, lazyFile } from './lazy-file.ts';

it('[OPEN-3] a file that could not be had stays missing until it is tried again, and is fetched once', async () => {
  let isInReach = false;
  let fetches = 0;
  const file = lazyFile(async () => {
    fetches += 1;
    if (!isInReach) throw new TypeError('Failed to fetch dynamically imported module');
    return 'screen';
  });
  await expect(file.fetched()).rejects.toThrow(FileMissing);
  expect(file.fetched()).toBe(file.fetched());
  await expect(file.fetched()).rejects.toThrow(FileMissing);
  expect([fetches, file.get()]).toEqual([1, null]);

  isInReach = true;
  await expect(file.again()).resolves.toBe('screen');
  await expect(file.again()).resolves.toBe('screen');
  expect([fetches, file.get()]).toEqual([2, 'screen']);
});

it('[OPEN-3] all files are fetched while the page is idle, one that is missing holding up none', async () => {
  let idle = 0;
  const missing = lazyFile(async () => {
    throw new TypeError('offline');
  });
  const last = lazyFile(async () => 'last');
  await fetchAllFiles(async () => {
    idle += 1;
  });
  expect(missing.get()).toBeNull();
  expect(last.get()).toBe('last');
  expect(idle).toBeGreaterThanOrEqual(2);
});
