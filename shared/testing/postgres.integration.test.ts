import { existsSync } from 'node:fs';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { processIdentity } from '#server/postgres/embedded-process.ts';
import { createTestDatabase } from './postgres.ts';
import { startTestCluster } from './postgres-cluster.ts';

test('two test databases of a run do not meet, and are gone when dropped', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('CREATE TABLE here (n int)');
  expect(await tables(two.url)).toEqual([]);
  expect(await tables(one.url)).toEqual(['here']);

  // Dropping waits for nobody: a test that forgot its connection does not hold up the run.
  await Promise.all([one.drop(), two.drop()]);
  await expect(tables(one.url)).rejects.toThrow(/does not exist/);
});

test('a durable cluster of one test flushes to the disk, and leaves nothing behind', async () => {
  const cluster = await startTestCluster('durable');
  expect(cluster.url).not.toBe(inject('testClusterUrl'));
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT current_setting('fsync') AS fsync, current_setting('data_directory') AS dir`,
  );
  expect(rows[0].fsync).toBe('on');
  await client.end();
  await cluster.stop();
  expect(processIdentity(cluster.pid)).toBeNull();
  expect(existsSync(rows[0].dir)).toBe(false);
});

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    return rows.map((row) => row.tablename);
  } finally {
    await client.end();
  }
}
