import { expect, test } from 'vitest';
import { openServer } from '#server/app/open-server.ts';
import { serverLogin } from '#server/store/role/working-database.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { firstFailure } from '../../conformance/checks.ts';
import { storeSuite } from '../../conformance/store-suite.ts';
import { createTestDatabase } from '../../postgres.ts';
import { hasOldestPostgres, hasPooler, startOldestPostgres, startPooler } from '../../postgres-programs.ts';
import { openRealStores } from '../real-stores.ts';
import { call, signIn } from '../start-world.ts';

/** Databases as others run them: the oldest PostgreSQL that the server works on, and a pooler of connections before one. */
test.skipIf(!hasOldestPostgres)(
  '[NODE-27] the server’s store does on PostgreSQL 15 what it does on the newest',
  async () => {
    const cluster = await startOldestPostgres();
    const stores = await openRealStores(cluster.url);
    expect((await stores.database.query('SHOW server_version')).rows[0].server_version).toMatch(/^15\./);
    expect(await firstFailure(storeSuite, stores.server)).toBeNull();
    await stores.close();
    await cluster.stop();
  },
);

const PHONES = 4;
const PUSHES = 100;

/** A server of its own behind the pooler, to which phones hand in many pushes at a time. → how they were answered. */
async function pushThrough(databaseUrl: string) {
  const warnings: unknown[] = [];
  const logger = nodeLog('server', 'silent');
  logger.warn = (...said: unknown[]) => {
    warnings.push(said[1]);
  };
  const opened = await openServer({ databaseUrl, appOrigins: [], demo: true, logger });
  if (!opened.ok) throw new Error(opened.error);
  const url = await opened.value.app.listen({ host: '127.0.0.1', port: 0 });
  const phones = await Promise.all(Array.from({ length: PHONES }, () => signIn(url, 'admin')));
  const say = { entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} };
  const answers = await Promise.all(
    Array.from({ length: PUSHES }, (_, n) => {
      const { device, authorization } = phones[n % PHONES] as (typeof phones)[number];
      const body = device.pushBody([device.say(say), device.say(say)]);
      return call(url, 'POST', '/api/sync/push', { authorization, body });
    }),
  );
  const { rows } = await opened.value.deps.database.query(
    `SELECT (SELECT count(*)::integer FROM events) AS kept, current_setting('TimeZone') AS zone,
            session_user AS who`,
  );
  await opened.value.close();
  return { statuses: answers.map(({ status }) => status), ...rows[0], warnings };
}

test.skipIf(!hasPooler)(
  '[NODE-28] behind pgbouncer in transaction mode a hundred pushes at once are all taken',
  async () => {
    const made = await createTestDatabase();
    const { username: name, password } = new URL(made.url);
    const login = serverLogin(made.url);
    const pooler = await startPooler(made.url, [
      { name, password },
      { name: login?.role ?? '', password: login?.secret ?? '' },
    ]);
    const seen = await pushThrough(pooler.url);
    expect(new Set(seen.statuses)).toEqual(new Set([200]));
    expect(seen).toMatchObject({ kept: 2 * PUSHES, zone: 'UTC', who: login?.role, warnings: [] });
    await pooler.stop();
    await made.drop();
  },
);

test.skipIf(!hasPooler)(
  '[NODE-28] a pgbouncer that knows the owner alone lets the server work as the owner, which says so',
  async () => {
    const made = await createTestDatabase();
    const { username: name, password } = new URL(made.url);
    const pooler = await startPooler(made.url, [{ name, password }]);
    const seen = await pushThrough(pooler.url);
    expect(new Set(seen.statuses)).toEqual(new Set([200]));
    expect(seen).toMatchObject({ kept: 2 * PUSHES, zone: 'UTC', who: name });
    expect(seen.warnings).toEqual([expect.stringMatching(/owner/), expect.stringMatching(/statement_timeout/)]);
    await pooler.stop();
    await made.drop();
  },
);
