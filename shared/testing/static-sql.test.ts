import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from './repository-files.ts';
import { HANDED_ON, sqlViolations } from './static-sql.ts';

/** What ships: tests make databases and plant tables, whose names take no parameter. */
const shipped = repositoryFiles(/\.tsx?$/).filter(
  (file) => !file.startsWith('shared/testing/') && !/\.test\.tsx?$/.test(file),
);

// It parses every source that ships.
test('[HARD-1] no source that ships makes SQL out of anything but static text', () => {
  expect(shipped.length).toBeGreaterThan(100);
  expect(shipped.flatMap((file) => sqlViolations(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test('[HARD-1] every exception is still needed', () => {
  const unused = HANDED_ON.filter(({ file, text }) => !readFileSync(file, 'utf8').includes(text));
  expect(unused).toEqual([]);
});

test.each([
  ['a template', 'await tx.query(`SELECT * FROM users WHERE name = ${name}`);'],
  ['a name in quotes', "await tx.query(`SELECT * FROM users WHERE name = '${request.body.name}'`);"],
  ['a typed call', 'database.query<Row>(`DELETE FROM ${table}`, []);'],
  ['a sum', "database.prepare('SELECT * FROM ' + table);"],
  ['a sum of three', "sql.exec('DELETE FROM ' + table + ' WHERE id = 1');"],
  ['a text made before', 'const text = `UPDATE users SET name = ${name}`; tx.query(text);'],
  ['a text from elsewhere', 'tx.query(request.body.sql);'],
  ['a part of a choice', 'tx.query(admin ? `SELECT 1` : `SELECT ${name}`);'],
  ['a constant that is none', 'const NAME = process.argv[2];\ntx.query(`SELECT ${NAME}`);'],
  ['a constant within a function', "function f() { const NAME = 'x'; tx.query(`SELECT ${NAME}`); }"],
  ['a member that is computed', "import * as columns from './columns.ts';\ntx.query(`SELECT ${columns[name]}`);"],
  ['a function of a text', 'tx.query(`SELECT ${quote(name)}`);'],
  ['a pragma', 'database.pragma(`user_version = ${version}`);'],
  ['a head of rows', 'insertRows(database, `INSERT INTO ${table} (a)`, 1);'],
  ['small letters', 'const text = `select * from users where name = ${name}`;'],
])('[HARD-1] a planted query is caught: %s', (_what, source) => {
  expect(sqlViolations('server/src/planted.ts', source)).not.toEqual([]);
});

test.each([
  ['parameters', "tx.query('SELECT $1::text', [name]);"],
  ['columns', "import * as columns from './columns.ts';\ntx.query(`SELECT ${columns.DEVICE} FROM devices dv`);"],
  ['a constant made of constants', 'const A = 1;\nconst B = `x = ${A}`;\nsql.all(`SELECT ${B}`);'],
  ['a pattern', 'CODE.exec(text); /x/.exec(text); await Promise.all(things);'],
  ['words for people', 'const sentence = `update ${name} first`; const other = `Selected ${n} rows`;'],
])('[HARD-1] what is no danger passes: %s', (_what, source) => {
  expect(sqlViolations('server/src/planted.ts', source)).toEqual([]);
});
