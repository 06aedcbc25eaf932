import type { KeyValueStore, StoredName } from './key-value-store.ts';

const DATABASE = 'manchengo-vault';
const STORE = 'kept';

/** What is kept, in IndexedDB. Writes are strict: a token pair that was used up must not come back after a power cut. */
export async function openIndexedKeyValueStore(): Promise<KeyValueStore> {
  const database = await open();
  return {
    get: async <T>(name: StoredName) =>
      ((await done(database.transaction(STORE).objectStore(STORE).get(name))) as T | undefined) ?? null,
    async put(name, value) {
      const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore(STORE);
      if (value === null) store.delete(name);
      else store.put(value, name);
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
    },
    async destroy() {
      database.close();
      await done(indexedDB.deleteDatabase(DATABASE));
    },
  };
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
