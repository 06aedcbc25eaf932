import pg from 'pg';
import { inject } from 'vitest';

/** A fresh, empty database for one test or one file. */
export interface TestDatabase {
  readonly url: string;
  /** A copy of it as it is now, under another name: a backup. */
  copy(): Promise<TestDatabase>;
  /** Closes whatever is still connected, and drops the database. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database in a few tens of milliseconds, on this run's cluster or on one of your own
 * (`startTestCluster('durable')` in `postgres-cluster.ts`).
 */
export async function createTestDatabase(clusterUrl: string = inject('testClusterUrl')): Promise<TestDatabase> {
  return createFrom(clusterUrl, 'template0');
}

async function createFrom(clusterUrl: string, template: string): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await run(clusterUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(clusterUrl);
  url.pathname = name;
  return {
    url: url.href,
    // PostgreSQL copies only what nobody is connected to.
    copy: async () => {
      await run(clusterUrl, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await run(clusterUrl, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
      const copy = await createFrom(clusterUrl, name);
      await run(clusterUrl, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      return copy;
    },
    drop: () => run(clusterUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** CREATE and DROP DATABASE take no parameters; the only name that gets in here is made of a UUID. */
async function run(clusterUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
