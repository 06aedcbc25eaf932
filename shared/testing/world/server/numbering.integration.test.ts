import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appendChanges } from '#server/store/changes.ts';
import { type Database, inTransaction, openDatabase, type Transaction } from '#server/store/database.ts';
import { numberLeft } from '#server/store/keep-numbering.ts';
import { migrate } from '#server/store/migrate.ts';
import { numberNow } from '#server/store/numbering.ts';
import type { Change } from '#shared/domain/change.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { testIds } from '../../test-device.ts';
import { eventually } from '../start-world.ts';

/** What three processes of the server do at once: a pool is what makes one here. */
let made: TestDatabase;
let processes: Database[];
let head = 0;
beforeAll(async () => {
  made = await createTestDatabase();
  processes = [1, 2, 3].map(() => openDatabase(made.url));
  expect(await migrate(one(), systemRandom)).toMatchObject({ ok: true });
});
afterAll(async () => {
  await Promise.all((processes ?? []).map((pool) => pool.end()));
  await made?.drop();
});
beforeEach(async () => {
  await numberLeft(one());
  head = await last();
});

const one = (): Database => processes[0] as Database;
const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await (processes[2] as Database).query<Row>(text, values)).rows;
const last = async (): Promise<number> =>
  (await ask<{ last: number }>('SELECT last FROM change_counter'))[0]?.last ?? Number.NaN;

function said(entity: number, n: number): Change {
  const subject = { entity_type: 'CLIENT', entity_id: String(entity), action: 'CLIENT_UPSERTED' } as const;
  const audience = { depots: [entity], users: [7] };
  return {
    id: testIds.uuid(),
    ...subject,
    payload: { n },
    occurred_at: '2026-11-22T10:00:00.000Z',
    audience,
    hub_depots: [],
  };
}

interface Numbered {
  pos: number;
  id: string;
  entity: number;
  n: number;
  keys: string[];
}

/** What has been numbered since the test began. */
const numbered = (): Promise<Numbered[]> =>
  ask(
    `SELECT c.pos, c.body::json ->> 'id' AS id, (c.body::json ->> 'entity_id')::integer AS entity,
       (c.body::json #>> '{payload,n}')::integer AS n,
       (SELECT array_agg(a.key ORDER BY a.key) FROM change_audience a WHERE a.pos = c.pos AND a.id = c.id) AS keys
     FROM numbered_changes c WHERE c.pos > $1 ORDER BY c.pos`,
    [head],
  );

const wholeFrom = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + 1 + n);

/** As a process commits that ends before it has anything numbered. */
async function commitAndDie(changes: Change[]): Promise<void> {
  const tx = await one().connect();
  await tx.query('BEGIN');
  await appendChanges(tx, changes);
  await tx.query('COMMIT');
  tx.release();
}

class Undone extends Error {}

test('[PULL-11] [PULL-12] of whatever many do at once in several processes, what is answered is numbered, one thing’s changes in the order of their commits, without a gap', async () => {
  const entities = (
    await ask<{ id: number }>(`INSERT INTO depots (code, name) VALUES ('A', '0'), ('B', '0'), ('C', '0') RETURNING id`)
  ).map(({ id }) => id);
  const unanswered: string[] = [];
  const work = async (process: number, entity: number) => {
    for (let round = 1; round <= 20; round += 1) {
      const change = said(entity, 0);
      const isUndone = round % 5 === 0;
      const done = inTransaction(processes[process] as Database, async (tx) => {
        const { rows } = await tx.query<{ n: number }>(
          'UPDATE depots SET name = name::integer + 1 WHERE id = $1 RETURNING name::integer AS n',
          [entity],
        );
        // What is about other things comes between.
        const changes = [said(-1, 0), { ...change, payload: { n: rows[0]?.n } }];
        await appendChanges(tx, changes.slice(round % 2));
        if (isUndone) throw new Undone();
      });
      if (isUndone) await expect(done).rejects.toThrow(Undone);
      else await done;
      const found = (await numbered()).some(({ id }) => id === change.id);
      if (found === isUndone) unanswered.push(change.id);
    }
  };
  await Promise.all([0, 1, 2].flatMap((process) => entities.map((entity) => work(process, entity))));
  expect(unanswered).toEqual([]);
  const log = await numbered();
  expect(log.map(({ pos }) => pos)).toEqual(wholeFrom(head, log.length));
  expect(await last()).toBe(head + log.length);
  for (const entity of entities) {
    const own = log.filter((row) => row.entity === entity);
    // Three processes, twenty rounds each, every fifth undone.
    expect(own.map(({ n }) => n)).toEqual(wholeFrom(0, 48));
    expect(new Set(own.map(({ keys }) => keys.join()))).toEqual(new Set([`d:${entity},u:7`]));
  }
});

/** Numbers in a transaction that stays open. */
async function numberAndStay(): Promise<{ tx: Transaction; pid: number }> {
  const tx = await one().connect();
  await tx.query('BEGIN');
  const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await numberNow(tx);
  return { tx, pid: rows[0]?.pid ?? 0 };
}

const unnumbered = () => ask('SELECT FROM unnumbered_changes');

test('[PULL-11] whoever numbers and dies leaves everything to the next', async () => {
  const first = [said(1, 1), said(1, 2)];
  await commitAndDie(first);
  const { tx, pid } = await numberAndStay();
  expect(await numbered()).toEqual([]);
  const second = said(1, 3);
  const answered = inTransaction(processes[1] as Database, (mine) => appendChanges(mine, [second]));
  await eventually(unnumbered, (rows) => rows.length === 2, 'the other is committed');
  expect(await numbered()).toEqual([]);
  await ask('SELECT pg_terminate_backend($1)', [pid]);
  await answered;
  tx.release(true);
  expect((await numbered()).map(({ pos, id }) => [pos, id])).toEqual(
    [...first, second].map(({ id }, n) => [head + 1 + n, id]),
  );
});

test('[PULL-12] whoever commits while one numbers waits with the others for one run', async () => {
  const { tx } = await numberAndStay();
  const changes = Array.from({ length: 10 }, (_, n) => said(n, n));
  const answered = changes.map((change) =>
    inTransaction(processes[1] as Database, (mine) => appendChanges(mine, [change])),
  );
  await eventually(unnumbered, (rows) => rows.length === changes.length, 'all of them are committed');
  await tx.query('ROLLBACK');
  tx.release();
  await Promise.all(answered);
  await numberLeft(one());
  expect(await numbered()).toHaveLength(changes.length);
  // Rows of one transaction name it: the first one's run began before the others had committed, and they wait for one.
  const runs = await ask('SELECT DISTINCT xmin::text FROM positions WHERE first_pos > $1', [head]);
  expect(runs.length).toBeLessThanOrEqual(2);
});

test('[PULL-10] a transaction that has appended and does not end holds up nobody; undone, it leaves no gap', async () => {
  const slow = await one().connect();
  await slow.query('BEGIN');
  await appendChanges(slow, [said(1, 1), said(1, 2)]);
  const [before, after] = [said(2, 1), said(2, 2)];
  await inTransaction(one(), (tx) => appendChanges(tx, [before]));
  await slow.query('ROLLBACK');
  slow.release();
  await inTransaction(processes[1] as Database, (tx) => appendChanges(tx, [after]));
  expect((await numbered()).map(({ pos, id }) => [pos, id])).toEqual([
    [head + 1, before.id],
    [head + 2, after.id],
  ]);
});

test('[PULL-11] what nobody has had numbered is found by the sweep', async () => {
  const change = said(1, 1);
  await commitAndDie([change]);
  expect(await numbered()).toEqual([]);
  await numberLeft(processes[1] as Database);
  expect(await numbered()).toMatchObject([{ pos: head + 1, id: change.id }]);
  await numberLeft(processes[1] as Database);
  expect(await last()).toBe(head + 1);
});

test('[PUSH-10] a transaction of which a statement has failed is not committed, whoever overlooks it', async () => {
  const overlooked = inTransaction(one(), async (tx) => {
    await tx.query(`INSERT INTO depots (code, name) VALUES ('LOST', 'X')`);
    await tx.query('SELECT 1 / 0').catch(() => undefined);
    return 'done';
  });
  await expect(overlooked).rejects.toThrow(/not committed: ROLLBACK/);
  expect(await ask(`SELECT FROM depots WHERE code = 'LOST'`)).toEqual([]);
});
