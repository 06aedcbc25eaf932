import { beforeEach, expect, test } from 'vitest';
import { ok } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { SnapshotLimiter } from './snapshot-limiter.ts';

const SECOND = 1_000;
let now = 0;
let chance = 0;
let loads: SnapshotLimiter;

beforeEach(() => {
  now = Date.parse('2026-11-25T06:00:00.000Z');
  chance = 0;
  loads = new SnapshotLimiter({
    clock: { now: () => now, sleep: async () => {} },
    random: { next: () => chance, bytes: (length) => new Uint8Array(length) },
  });
});

/** A page of a caller's snapshot; `more` follow. */
const page = (caller: string, more: boolean) =>
  loads.page(
    caller,
    async () => ok(more),
    (isMore) => isMore,
  );

const fill = async (): Promise<void> => {
  for (let n = 0; n < LIMITS.snapshotLimiter; n += 1) expect((await page(`phone ${n}`, true)).ok).toBe(true);
};

const refused = (seconds: number) => ({ ok: false, error: { code: 'UNAVAILABLE', retryAfterSeconds: seconds } });

test('[PULL-7] [LESSON-14] as many snapshots as the limit are under way at once; the next caller comes back by chance', async () => {
  await fill();
  expect(await page('one more', true)).toMatchObject(refused(1));
  chance = 0.999;
  expect(await page('one more', true)).toMatchObject(refused(LIMITS.firstLoadRetrySeconds));
  expect((await page('phone 0', true)).ok).toBe(true);
});

test('[PULL-7] the last page makes room, and so does a page that failed', async () => {
  await fill();
  await page('phone 0', false);
  expect((await page('one more', true)).ok).toBe(true);
  expect(await page('phone 0', true)).toMatchObject(refused(1));
  const broken = loads.page<boolean>(
    'phone 1',
    async () => ({ ok: false, error: { code: 'INVALID_REQUEST', detail: 'no page' } }),
    () => true,
  );
  expect((await broken).ok).toBe(false);
  expect((await page('phone 0', true)).ok).toBe(true);
});

test('[PULL-7] a snapshot that nobody goes on with makes room after its time, whichever way the clock is put', async () => {
  await fill();
  now += LIMITS.firstLoadIdleSeconds * SECOND;
  expect(await page('one more', true)).toMatchObject(refused(1));
  now += 1;
  expect((await page('one more', true)).ok).toBe(true);
  now -= 365 * 24 * 3_600 * SECOND;
  await fill();
});

test('[PULL-7] a caller reads one page at a time', async () => {
  let finish = () => {};
  const slow = loads.page(
    'phone',
    () => new Promise<{ ok: true; value: boolean }>((resolve) => (finish = () => resolve({ ok: true, value: true }))),
    (isMore) => isMore,
  );
  expect(await page('phone', true)).toMatchObject(refused(1));
  finish();
  expect((await slow).ok).toBe(true);
  expect((await page('phone', true)).ok).toBe(true);
});
