/**
 * What a form holds that the phone had no room to keep. It outlives the form's screen, so that another tab loses nothing,
 * and ends with the app: a full disk takes nothing else.
 */
const held = new Map<string, unknown>();

export const unkept = {
  set: (name: string, value: unknown): void => void held.set(name, value),
  /** Null where the store has all of it. */
  get: <T>(name: string): T | null => (held.get(name) as T | undefined) ?? null,
  delete: (name: string): void => void held.delete(name),
  /** Whoever signs in may be somebody else. */
  clear: (): void => held.clear(),
};
