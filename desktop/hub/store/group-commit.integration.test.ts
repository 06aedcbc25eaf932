import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { groupCommit } from './group-commit.ts';

function openTable() {
  const database = new Database(':memory:');
  database.exec('CREATE TABLE kept (id INTEGER PRIMARY KEY)');
  const insert = database.prepare('INSERT INTO kept (id) VALUES (?)');
  const keep = groupCommit(database, (id: number) => insert.run(id).lastInsertRowid);
  const kept = () =>
    database
      .prepare<[], { id: number }>('SELECT id FROM kept ORDER BY id')
      .all()
      .map(({ id }) => id);
  return { database, keep, kept };
}

test('what meets in one turn is kept together, in order, and each caller gets its own answer', async () => {
  const { database, keep, kept } = openTable();
  const together = [keep(3), keep(1)];
  expect(kept(), 'nothing is written before the turn ends').toEqual([]);
  expect(await Promise.all(together)).toEqual([3, 1]);
  expect(await keep(2)).toBe(2);
  expect(kept()).toEqual([1, 2, 3]);
  database.close();
});

test('a throw keeps nothing of its turn and tells all of it; the next turn is not touched', async () => {
  const { database, keep, kept } = openTable();
  await keep(1);
  const turn = await Promise.allSettled([keep(2), keep(1), keep(3)]);
  expect(turn.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await keep(4)).toBe(4);
  expect(kept()).toEqual([1, 4]);
  database.close();
});
