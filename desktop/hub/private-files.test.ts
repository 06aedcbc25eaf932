import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { keepPrivate } from '#shared/node-app/private-files.ts';
import type { Log } from '#shared/ports/log.ts';
import { openHubDatabase } from './store/hub-database.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'manchengo-private-'));
const modeOf = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')(
  '[NODE-40] whatever made them, files are 0600 and folders 0700 after a start',
  () => {
    const data = join(folder, 'data');
    mkdirSync(join(data, 'blobs', 'parts'), { recursive: true });
    mkdirSync(join(data, 'postgres'));
    for (const file of ['hub.sqlite', 'hub.sqlite-wal', 'blobs/parts/x', 'postgres/pg', '../outside']) {
      writeFileSync(join(data, file), 'x');
      chmodSync(join(data, file), 0o644);
    }
    for (const path of ['', 'blobs', 'blobs/parts', 'postgres']) chmodSync(join(data, path), 0o755);
    symlinkSync(join(folder, 'outside'), join(data, 'link'));
    keepPrivate(data, { log, except: ['postgres'], topMode: 0o711 });
    const paths = [
      'data',
      'data/hub.sqlite',
      'data/hub.sqlite-wal',
      'data/blobs',
      'data/blobs/parts',
      'data/blobs/parts/x',
    ];
    expect(paths.map(modeOf)).toEqual(['711', '600', '600', '700', '700', '600']);
    expect(['data/postgres', 'data/postgres/pg', 'outside'].map(modeOf)).toEqual(['755', '644', '644']);
    keepPrivate(join(folder, 'new'), { log });
    expect(modeOf('new')).toBe('700');
  },
);

test.skipIf(process.platform === 'win32')(
  '[NODE-40] a hub’s file and its log are private from their first byte, in a folder made beforehand',
  () => {
    const opened = openHubDatabase(folder);
    if (!opened.ok) throw new Error(opened.error);
    opened.value.exec(`INSERT INTO meta (key, value) VALUES ('x', 'y')`);
    expect(['hub.sqlite', 'hub.sqlite-wal', 'hub.sqlite-shm'].map(modeOf)).toEqual(['600', '600', '600']);
    opened.value.close();
  },
);
