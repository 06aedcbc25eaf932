import type { DeviceIdentity, Session, Vault } from './vault.ts';

const DATABASE = 'manchengo-vault';
const STORE = 'kept';

/** The vault in IndexedDB. Writes are strict: a token pair that was used up must not come back after a power cut. */
export async function openIndexedVault(): Promise<Vault> {
  const database = await open();
  const read = async <T>(key: string): Promise<T | null> =>
    (await done(database.transaction(STORE).objectStore(STORE).get(key))) ?? null;
  const write = async (key: string, value: unknown): Promise<void> => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(STORE);
    if (value === null) store.delete(key);
    else store.put(value, key);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  };
  return {
    device: () => read<DeviceIdentity>('device'),
    candidate: () => read<DeviceIdentity>('candidate'),
    session: () => read<Session>('session'),
    saveDevice: (device) => write('device', device),
    saveCandidate: (device) => write('candidate', device),
    saveSession: (session) => write('session', session),
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
