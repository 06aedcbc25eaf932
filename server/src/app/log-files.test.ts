import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { logFiles } from './log-files.ts';

const parent = mkdtempSync(join(tmpdir(), 'manchengo-logs-'));
afterAll(() => rmSync(parent, { recursive: true }));

test('[OPS-3] a log has a file a day, of which the newest are kept; what is no log stays, and a disk that refuses stops nothing', () => {
  const folder = join(parent, 'logs');
  let now = Date.parse('2026-12-01T23:59:00.000Z');
  const told: string[] = [];
  const clock = { now: () => now, sleep: async () => {} };
  const log = nodeLog(
    'server',
    'info',
    logFiles({ folder, days: 2, clock, told: { write: (line) => void told.push(line) } }),
  );
  for (let day = 1; day <= 4; day += 1, now += DAY_MS) {
    log.info({ token: 'eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2lnbmF0dXJl' }, `day ${day}`);
    if (day === 1) writeFileSync(join(folder, 'notes.txt'), '');
  }
  expect(readdirSync(folder).toSorted()).toEqual(['2026-12-03.log', '2026-12-04.log', 'notes.txt']);
  const last = join(folder, '2026-12-04.log');
  expect(readFileSync(last, 'utf8')).toBe(told[3]);
  expect(told[3]).toMatch(/"msg":"day 4"/);
  expect(told[3]).not.toContain('c2lnbmF0dXJl');
  expect([statSync(last).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
  // A folder stands where the next file should be.
  mkdirSync(join(folder, '2026-12-05.log'));
  log.info({}, 'day 5');
  expect(told).toHaveLength(5);
});
