import { LIMITS } from '#shared/contract/limits.ts';
import { base64Url, fromBase64Url } from '#shared/ports/crypto.ts';
import { inStore, settled } from './indexed-db.ts';

/**
 * The refresh token of a session, kept where every tab that shares the session finds it. A duplicated tab inherits what
 * the first one had in its own storage: with a token each, both would spend the same one, which ends the session.
 */
export interface SharedToken {
  /** Does the work while no other tab of this session does such work. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Null where the session was ended, in another tab perhaps. */
  read(): Promise<string | null>;
  write(token: string): Promise<void>;
  remove(): Promise<void>;
}

const DATABASE = 'manchengo-hq-sessions';
const STORE = 'tokens';
const KEY_BYTES = 32;
const IV_BYTES = 12;

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  text: ArrayBuffer;
  at: number;
}

/** A random key for a session that begins. Whoever holds it can read the session's token. */
export const newSessionKey = (): string => base64Url(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));

/**
 * In IndexedDB, sealed by the session's key, which lives in the tabs' own storage alone: with its last tab a session is
 * over, whatever the browser keeps on disk. Tabs take turns by a Web Lock.
 */
export function sharedToken(sessionKey: string): SharedToken {
  const raw = fromBase64Url(sessionKey);
  const key = crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  // The name stands beside what is sealed, so it must not be the key.
  const name = crypto.subtle.digest('SHA-256', raw).then((hash) => base64Url(new Uint8Array(hash)));
  return {
    alone: async (work) => navigator.locks.request(`${DATABASE}.${await name}`, work),
    read: async () => readSealed(await name, await key),
    write: async (token) => writeSealed(await name, await key, token),
    remove: async () => {
      const id = await name;
      await inStore(DATABASE, STORE, (database) => settled(writable(database).delete(id)));
    },
  };
}

async function readSealed(name: string, key: CryptoKey): Promise<string | null> {
  const sealed = await inStore<Sealed | undefined>(DATABASE, STORE, (database) =>
    settled(database.transaction(STORE).objectStore(STORE).get(name)),
  );
  if (sealed === undefined) return null;
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.text));
  } catch {
    // Spoilt on disk: as good as ended.
    return null;
  }
}

async function writeSealed(name: string, key: CryptoKey, token: string): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(token));
  await inStore(DATABASE, STORE, async (database) => {
    const sealed: Sealed = { iv, text, at: Date.now() };
    await settled(writable(database).put(sealed, name));
    await forgetOld(writable(database));
  });
}

/** Tabs that were closed leave theirs behind, which nothing opens any more. */
async function forgetOld(store: IDBObjectStore): Promise<void> {
  const before = Date.now() - LIMITS.refreshTokenSeconds * 1000;
  const [names, kept] = await Promise.all([settled(store.getAllKeys()), settled<Sealed[]>(store.getAll())]);
  await Promise.all(kept.map(({ at }, index) => at < before && settled(store.delete(names[index] as IDBValidKey))));
}

const writable = (database: IDBDatabase): IDBObjectStore =>
  database.transaction(STORE, 'readwrite', { durability: 'strict' }).objectStore(STORE);
