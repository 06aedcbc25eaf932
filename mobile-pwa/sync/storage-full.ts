/** What of a file in the browser's private file system may find no room. */
export type FileCalls = Pick<FileSystemSyncAccessHandle, 'write' | 'truncate' | 'flush'>;

/** The browser gave the database no more room. What was being written is not there, and all that was there still is. */
export class StorageFull extends Error {
  /** As SQLite says it where it finds out by itself. */
  readonly code = 'SQLITE_FULL';

  constructor(cause: unknown) {
    super('the browser gives the database no more room', { cause });
  }
}

/** Runs a piece of work on the database; where it fails for want of room, it fails as `StorageFull`. */
export type TellFull = <T>(work: () => T) => T;

/**
 * SQLite's layer over these files makes an SQLITE_IOERR of every error of theirs. So the browser's own error is noted on
 * its way through `files` (a prototype, since SQLite opens the files itself), and the statement that fails of it is told apart.
 */
export function tellFull(files: FileCalls): TellFull {
  let isFull = false;
  const noted = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      isFull ||= isOutOfRoom(error);
      throw error;
    }
  };
  const { write, truncate, flush } = files;
  files.write = function (this: FileCalls, bytes, options) {
    const written = noted(() => write.call(this, bytes, options));
    // A write that stops half-way has found the end of the disk; SQLite takes it for a failed one.
    isFull ||= written < bytes.byteLength;
    return written;
  };
  files.truncate = function (this: FileCalls, size) {
    noted(() => truncate.call(this, size));
  };
  files.flush = function (this: FileCalls) {
    noted(() => flush.call(this));
  };
  return (work) => {
    // SQLite writes on its own account as well (a checkpoint after a commit), and what fails there fails no statement.
    isFull = false;
    try {
      return work();
    } catch (error) {
      throw isFull ? new StorageFull(error) : error;
    }
  };
}

const isOutOfRoom = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';
