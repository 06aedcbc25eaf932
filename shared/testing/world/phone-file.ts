import Database from 'better-sqlite3';
import { systemRandom } from '#shared/ports/random.ts';
import type { Sql } from '../../../mobile-pwa/store/sql.ts';
import { type Kept, keptInMemory } from '../../../mobile-pwa/sync/kept.ts';
import { Safe } from '../../../mobile-pwa/sync/safe.ts';
import { openVault, type Vault } from '../../../mobile-pwa/sync/vault.ts';
import { phoneSql } from './phone-sql.ts';

/** What outlives a phone app: its database, and its keys and tokens. */
export interface PhoneFile {
  database: Database.Database;
  sql: Sql;
  kept: Kept;
  /** For looking at tokens and for spoiling them, as long as nobody has signed out. */
  vault: Vault;
}

export async function newPhoneFile(path = ':memory:'): Promise<PhoneFile> {
  const database = new Database(path);
  const kept = keptInMemory();
  return { database, sql: phoneSql(database), kept, vault: openVault(kept, await loadSafe(kept)) };
}

/** As each start of the app does. A PIN is cheap to try here, but for the tests of its price. */
export const loadSafe = (kept: Kept, elapsed: () => number = () => performance.now()): Promise<Safe> =>
  Safe.load({ kept, random: systemRandom, elapsed, pinCost: { m: 64, t: 1, p: 1 } });
