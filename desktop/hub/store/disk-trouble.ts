import Database from 'better-sqlite3';

/** Whether an error says that the disk is full, broken or busy, or has spoilt the database: what was sent is not at fault, and may be sent again. */
export const isDiskTrouble = (error: unknown): boolean =>
  error instanceof Database.SqliteError
    ? /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB)/.test(error.code)
    : // Photos are files of their own.
      error instanceof Error && FILE_TROUBLE.has((error as NodeJS.ErrnoException).code ?? '');

const FILE_TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE']);
