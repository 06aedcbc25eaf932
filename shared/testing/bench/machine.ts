import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type pg from 'pg';
import { median } from './readings.ts';

/** What the figures were measured on: without it they mean nothing. */
export interface Machine {
  cores: number;
  cpu: string;
  memory_gib: number;
  system: string;
  /** One write of 4 KiB made durable, median, where the temporary folder lies. */
  fdatasync_ms: number;
  node: string;
  sqlite: string;
  postgres: string;
}

export async function describeMachine(database: pg.Pool): Promise<Machine> {
  const { rows } = await database.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  const memory = new Database(':memory:');
  const sqlite = memory.prepare<[], { version: string }>('SELECT sqlite_version() AS version').get();
  memory.close();
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    fdatasync_ms: measureFdatasync(),
    node: process.versions.node,
    sqlite: sqlite?.version ?? '',
    postgres: rows[0]?.version ?? '',
  };
}

const PROBES = 200;
const PROBE_BYTES = 4_096;

function measureFdatasync(): number {
  const file = join(tmpdir(), `manchengo-bench-${process.pid}.probe`);
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(PROBE_BYTES, 1);
  const times = Array.from({ length: PROBES }, () => {
    writeSync(handle, block);
    const from = performance.now();
    fdatasyncSync(handle);
    return performance.now() - from;
  });
  closeSync(handle);
  rmSync(file);
  return median(times);
}
