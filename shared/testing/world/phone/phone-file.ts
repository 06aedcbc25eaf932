import Database from 'better-sqlite3';
import { systemRandom } from '#shared/ports/random.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import { DataKey } from '../../../../mobile-pwa/sync/data-key.ts';
import { type KeyValueStore, keyValueStoreInMemory } from '../../../../mobile-pwa/sync/key-value-store.ts';
import { openSessionStore, type SessionStore } from '../../../../mobile-pwa/sync/session-store.ts';
import { phoneSql } from './phone-sql.ts';

/** What outlives a phone app: its database, and its keys and tokens. */
export interface PhoneFile {
  database: Database.Database;
  sql: Sql;
  keyValues: KeyValueStore;
  /** For looking at tokens and for spoiling them, as long as nobody has signed out. */
  vault: SessionStore;
}

export async function newPhoneFile(path = ':memory:'): Promise<PhoneFile> {
  const database = new Database(path);
  const keyValues = keyValueStoreInMemory();
  return {
    database,
    sql: phoneSql(database),
    keyValues,
    vault: openSessionStore(keyValues, await loadDataKey(keyValues)),
  };
}

/** As each start of the app does. A PIN is cheap to try here, but for the tests of its price. */
export const loadDataKey = (
  keyValues: KeyValueStore,
  elapsed: () => number = () => performance.now(),
): Promise<DataKey> => DataKey.load({ keyValues, random: systemRandom, elapsed, pinCost: { m: 64, t: 1, p: 1 } });
