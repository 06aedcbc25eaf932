import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hubReport } from '../adapters/parent-reports.ts';
import { printLink } from '../print-link.ts';
import { keepWindowLink, readWindowLink, windowPorts } from './window-link.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'manchengo-link-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('[DESK-10] the screen keeps its port and token, in a file of this account alone; a damaged one is made anew', () => {
  expect(readWindowLink(folder)).toBeNull();
  keepWindowLink(folder, { port: 8444, token: 'abc' });
  expect(readWindowLink(folder)).toEqual({ port: 8444, token: 'abc' });
  const file = path.join(folder, 'window.json');
  expect(statSync(file).mode & 0o077).toBe(0);
  for (const damaged of ['{"port":84', '{"port":"8444","token":"abc"}', '{"port":8444,"token":""}']) {
    writeFileSync(file, damaged);
    expect(readWindowLink(folder), damaged).toBeNull();
  }
});

test('[DESK-10] an operator’s port is the only one; else the one before comes first, and any free one last', () => {
  expect(windowPorts(9000, 8444)).toEqual([9000]);
  expect(windowPorts(0, 41_000)).toEqual([41_000, 8444, 8445, 8446, 8447, 8448, 0]);
  expect(windowPorts(0, null)).toEqual([8444, 8445, 8446, 8447, 8448, 0]);
});

test('[DESK-10] npm run hub -- link says the address again, or that no hub has run here', () => {
  const out: string[] = [];
  const err: string[] = [];
  const print = () =>
    printLink(
      folder,
      (line) => out.push(line),
      (line) => err.push(line),
    );
  expect(print()).toBe(1);
  expect(err).toEqual([expect.stringContaining('npm run hub')]);
  keepWindowLink(folder, { port: 8446, token: 'abc' });
  expect(print()).toBe(0);
  expect(out).toEqual(['http://127.0.0.1:8446/?token=abc']);
});

test('[DESK-5] the hub tells its parent the line, what waits, and the phones of the last two minutes', () => {
  const now = 1_000_000_000;
  const lastSeen = [now, now - 119_999, now - 120_000, now + 5_000];
  const report = (state: 'TRYING' | 'ANSWERS' | 'CUT' | 'REFUSED', waiting: number) =>
    hubReport({ line: { state }, waiting, lastSeen, now });
  expect(report('ANSWERS', 0)).toEqual({ tell: 'report', line: 'ok', waiting: 0, phonesHere: 3 });
  expect(report('ANSWERS', 2).line).toBe('sending');
  expect((['TRYING', 'CUT', 'REFUSED'] as const).map((state) => report(state, 2).line)).toEqual([
    'trying',
    'cut',
    'refused',
  ]);
});
