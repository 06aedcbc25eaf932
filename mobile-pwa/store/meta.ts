import type { Company } from '#shared/contract/entities.ts';
import type { Sql } from './sql.ts';

/** Keys of `sync_meta`. The first two are the founding document's. */
export type MetaKey =
  | 'last_pull_at'
  | 'device_id'
  | 'user_id'
  | 'journal_seq'
  | 'journal_checksum'
  | 'cursor'
  | 'snapshot_at'
  /** The server's own clock as last heard from itself: in its ack, or in a checkpoint that it signed. */
  | 'server_time'
  /** Set when the server's epoch changed: the server time from which on a checkpoint speaks of the new epoch. */
  | 'epoch_changed_at'
  /** Since when hubs have spoken without the server's own snapshot having been taken. */
  | 'hubs_spoke_at'
  /** The app's version when it last ran. */
  | 'app_version'
  /** Which program each node ran when it was last offered something, as `[name, version][]` in JSON, newest last. */
  | 'node_versions'
  /** Set when the server showed that this phone was put back to an earlier copy: when it signed so, in seconds. */
  | 'put_back'
  /** The device that goes on with the numbering of a phone that was put back, until it has signed in. */
  | 'successor_id'
  /** Set until what was in clear before the tables were sealed has been wiped off the file. */
  | 'clear_pages'
  /** `no`: HQ is not called over mobile data. */
  | 'mobile_data'
  /** The furthest head of the server's log that the server has signed, as a `SignedHead` in JSON. */
  | 'signed_head'
  /** The newest part of the contract that the server has signed to know. */
  | 'contract'
  /** Set until a snapshot has brought what the tables of an app of before had no place for. */
  | 'stale_scope'
  /** The company's legal identities in JSON, as papers show them. */
  | 'company'
  /** Opens under the key that sealed what is here. */
  | 'key_check'
  /** How long ago the server was last heard from, as a `SignedTime`. */
  | 'signed_time'
  /** Through whom this phone last exchanged something, as a `Contact` in JSON. */
  | 'last_contact'
  /** The addresses of nodes, as `KnownAddress[]` in JSON. They are the phone's, whoever is signed in. */
  | 'addresses';

export function readMeta(sql: Sql, key: MetaKey): string | null {
  return sql.all<{ value: string }>('SELECT value FROM sync_meta WHERE key = ?', [key])[0]?.value ?? null;
}

export function writeMeta(sql: Sql, key: MetaKey, value: string | null): void {
  if (value === null) sql.exec('DELETE FROM sync_meta WHERE key = ?', [key]);
  else
    sql.exec('INSERT INTO sync_meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
      key,
      value,
    ]);
}

export const company = (sql: Sql): Company | null => JSON.parse(readMeta(sql, 'company') ?? 'null') as Company | null;

/** When the caches were last brought up to date; null before the first time. */
export function lastPullAt(sql: Sql): string | null {
  const at = readMeta(sql, 'last_pull_at');
  return at === null || at.startsWith('1970') ? null : at;
}
