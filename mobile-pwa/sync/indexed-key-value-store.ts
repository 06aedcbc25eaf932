import type { KeyValueStore, StoredName } from './key-value-store.ts';

const DATABASE = 'manchengo-vault';
const STORE = 'kept';

/**
 * What is kept, in IndexedDB. All of it is read at once: it is little, and whoever holds the phone's lock is alone with it.
 * Writes are strict: a token pair that was used up must not come back after a power cut.
 */
export async function openIndexedKeyValueStore(): Promise<KeyValueStore> {
  const database = await open();
  const values = await readAll(database);
  return {
    get: async <T>(name: StoredName) => (values.get(name) as T | undefined) ?? null,
    async put(name, value) {
      const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore(STORE);
      if (value === null) store.delete(name);
      else store.put(value, name);
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
      if (value === null) values.delete(name);
      else values.set(name, value);
    },
    async destroy() {
      database.close();
      values.clear();
      await done(indexedDB.deleteDatabase(DATABASE));
    },
  };
}

async function readAll(database: IDBDatabase): Promise<Map<IDBValidKey, unknown>> {
  const store = database.transaction(STORE).objectStore(STORE);
  const [names, values] = await Promise.all([done(store.getAllKeys()), done<unknown[]>(store.getAll())]);
  return new Map(names.map((name, index) => [name, values[index]]));
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
