import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';

/** Events of one bare transaction, and of one push in the figures that are divided by it. */
export const BATCH = 100;

/**
 * What SQLite alone can do on this disk: better-sqlite3, WAL, synchronous FULL, one transaction a hundred events, by a
 * text key of random UUIDs, which is what a plain sketch would choose, into a table that is nothing but the contract's
 * event: a column a member. Grows from round to round, as the hub's queue does.
 */
export function bareSqlite(folder: string): { store(events: SignedEvent[]): number; close(): void } {
  const database = new Database(join(folder, 'bare.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    `CREATE TABLE bare (id TEXT PRIMARY KEY, v INTEGER, entity_type TEXT, entity_id TEXT, action TEXT, payload TEXT,
       occurred_at TEXT, user_id INTEGER, device_id TEXT, seq INTEGER, prev_checksum TEXT, checksum TEXT, signature TEXT)`,
  );
  const insert = database.prepare(
    `INSERT INTO bare VALUES (@id, @v, @entity_type, @entity_id, @action, @payload, @occurred_at, @user_id, @device_id,
       @seq, @prev_checksum, @checksum, @signature)`,
  );
  const insertBatch = database.transaction((rows: object[]) => {
    for (const row of rows) insert.run(row);
  });
  return {
    /** Events a second. */
    store(events) {
      const rows = events.map(({ event }) => ({
        ...event,
        id: crypto.randomUUID(),
        payload: JSON.stringify(event.payload),
      }));
      const from = performance.now();
      for (let at = 0; at < rows.length; at += BATCH) insertBatch(rows.slice(at, at + BATCH));
      return perSecond(rows.length, from);
    },
    close: () => database.close(),
  };
}

/** Of what was begun at `from`, a time of `performance.now()`. */
export const perSecond = (count: number, from: number): number => (count * 1_000) / (performance.now() - from);
