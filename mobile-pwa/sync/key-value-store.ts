/** Where keys and what they seal are kept, apart from the data: IndexedDB is the one store that can hold a key without its bytes. */
export interface KeyValueStore {
  get<T>(name: StoredName): Promise<T | null>;
  /** On disk when it resolves. Null: forgotten. */
  put(name: StoredName, value: unknown): Promise<void>;
  /** Everything, for ever. Not to be used afterwards. */
  destroy(): Promise<void>;
}

export type StoredName =
  | 'device'
  | 'candidate'
  | 'former'
  | 'session'
  | 'wrapping_key'
  | 'safe'
  | 'wipe'
  | 'server_keys';

/** For Node: the demo's and the tests' phones live as long as their process. */
export function keyValueStoreInMemory(): KeyValueStore {
  const values = new Map<StoredName, unknown>();
  return {
    get: async <T>(name: StoredName) => (values.get(name) as T | undefined) ?? null,
    put: async (name, value) => void values.set(name, value),
    destroy: async () => values.clear(),
  };
}
