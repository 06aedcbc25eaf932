import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cpuTimeUs, parseStat } from './cpu-time.ts';

test('a process’s line of /proc gives its parent, and the times of itself and of its ended children', () => {
  const line = '42 (a) name (x) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 1 0 5 6 7';
  expect(parseStat(line)).toEqual({ parent: 7, ticks: 127 });
});

test.skipIf(!existsSync('/proc/self/stat'))(
  'children count with whoever started them, also once they have ended',
  () => {
    const before = cpuTimeUs([process.pid]) ?? Number.NaN;
    const burn = 'const until = process.cpuUsage().user + 150_000; while (process.cpuUsage().user < until);';
    spawnSync(process.execPath, ['-e', burn]);
    expect((cpuTimeUs([process.pid]) ?? Number.NaN) - before).toBeGreaterThanOrEqual(100_000);
    expect(cpuTimeUs([])).toBe(0);
  },
  // A tenth of a second's work takes its time on a busy machine.
  60_000,
);
