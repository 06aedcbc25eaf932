import type { HubDatabase } from './hub-database.ts';

export type MetaKey =
  | 'cursor'
  | 'floor'
  | 'jwks'
  | 'last_contact_at'
  | 'server_time'
  | 'wan_changed_at'
  | 'wan_state'
  | 'signed_head'
  /** The company's legal identities in JSON, as phones are told them. */
  | 'company'
  /** The hub's depot in JSON, as HQ last called it. */
  | 'depot'
  /** When this hub heard that HQ has withdrawn it. */
  | 'revoked_at'
  /** Set until a snapshot has brought what a program of before had skipped. */
  | 'stale_scope';

/** Single facts that outlive a restart. */
export function metaOf(database: HubDatabase) {
  const get = database.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  const set = database.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM meta WHERE key = ?');
  return {
    get: (key: MetaKey): string | null => get.get(key)?.value ?? null,
    set: (key: MetaKey, value: string): void => {
      set.run(key, value);
    },
    remove: (key: MetaKey): void => {
      remove.run(key);
    },
  };
}

export type Meta = ReturnType<typeof metaOf>;
