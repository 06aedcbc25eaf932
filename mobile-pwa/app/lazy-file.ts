/** Something in a file of its own, which is fetched when it is wanted. The service worker keeps all files of its build. */
export interface LazyFile<T> {
  /** Null until it is here. */
  get(): T | null;
  /** The same promise however often it is asked; what has failed stays failed until `again`. */
  fetched(): Promise<T>;
  again(): Promise<T>;
}

/** A file could not be fetched: no network on a first visit, or a newer app in the place of this one. */
export class FileMissing extends Error {
  constructor(cause: unknown) {
    super('a file of the app could not be fetched', { cause });
  }
}

const files: LazyFile<unknown>[] = [];

export function lazyFile<T>(load: () => Promise<T>): LazyFile<T> {
  let here: T | null = null;
  let coming: Promise<T> | null = null;
  const file: LazyFile<T> = {
    get: () => here,
    fetched() {
      coming ??= load().then(
        (loaded) => {
          here = loaded;
          return loaded;
        },
        (error: unknown) => {
          throw new FileMissing(error);
        },
      );
      return coming;
    },
    again() {
      if (here === null) coming = null;
      return file.fetched();
    },
  };
  files.push(file);
  return file;
}

/** Fetches every file in the order in which they were named, whenever the page has nothing else to do: none is waited for later. */
export async function fetchAllFiles(whenIdle: () => Promise<void>): Promise<void> {
  for (const file of files) {
    await whenIdle();
    // Without a network it is fetched when it is wanted.
    if (file.get() === null) await file.again().catch(() => {});
  }
}
