import type { Database, Statement } from 'better-sqlite3';

const prepared = new WeakMap<Database, Map<string, Statement>>();

/** Reads a node's file from outside. The same few questions come after each step: each is prepared once a file. */
export function ask<Row>(database: Database, sql: string, ...params: string[]): Row[] {
  return statement(database, sql).all(...params) as Row[];
}

/** As `ask`, the first column of each row. */
export function askColumn<Value>(database: Database, sql: string): Value[] {
  return statement(database, sql)
    .all()
    .map((row) => Object.values(row as object)[0] as Value);
}

function statement(database: Database, sql: string): Statement {
  const known = prepared.get(database) ?? new Map<string, Statement>();
  prepared.set(database, known);
  const made = known.get(sql) ?? database.prepare(sql);
  known.set(sql, made);
  return made;
}
