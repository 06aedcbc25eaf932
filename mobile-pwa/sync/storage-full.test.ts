import { expect, test } from 'vitest';
import { failureCode } from './failure-code.ts';
import { type FileCalls, StorageFull, tellFull } from './storage-full.ts';

/** Files with so many bytes of room, whose errors are a browser's. */
function filesWith(room: number) {
  const state = { room, failsWith: null as Error | null };
  const files: FileCalls = {
    write(bytes) {
      if (state.failsWith !== null) throw state.failsWith;
      if (bytes.byteLength > state.room) throw new DOMException('No capacity available', 'QuotaExceededError');
      state.room -= bytes.byteLength;
      return bytes.byteLength;
    },
    truncate(size) {
      if (size > state.room) throw new DOMException('No capacity available', 'QuotaExceededError');
    },
    flush() {},
  };
  return { files, state };
}

/** As SQLite's layer does: whatever a file throws is an error of input and output. */
function asSqlite(call: () => unknown): void {
  if (thrown(call) !== null) throw new Error('SQLITE_IOERR: sqlite3 result code 10: disk I/O error');
}

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

test('[FULL-1] what SQLite calls an I/O error is told as full where the browser gave no more room, and only there', () => {
  const { files, state } = filesWith(8);
  const run = tellFull(files);
  expect(run(() => files.write(new Uint8Array(8)))).toBe(8);
  for (const call of [() => files.write(new Uint8Array(1)), () => files.truncate(9)]) {
    const failure = thrown(() => run(() => asSqlite(call)));
    expect(failure).toBeInstanceOf(StorageFull);
    expect(failureCode(failure)).toBe('STORAGE_FULL');
  }
  state.failsWith = new DOMException('The file is broken', 'InvalidStateError');
  const broken = thrown(() => run(() => asSqlite(() => files.write(new Uint8Array(1)))));
  expect(String(broken)).toContain('SQLITE_IOERR');
  expect(failureCode(broken)).toBe('INTERNAL');
});

test('[FULL-1] a write that stops half-way has found no more room', () => {
  const files: FileCalls = { write: () => 3, truncate() {}, flush() {} };
  const run = tellFull(files);
  const cutShort = () => {
    if (files.write(new Uint8Array(4)) < 4) throw new Error('SQLITE_IOERR: sqlite3 result code 10: disk I/O error');
  };
  expect(thrown(() => run(cutShort))).toBeInstanceOf(StorageFull);
});

test('[FULL-1] a want of room that failed no statement is not blamed for the next one’s failure', () => {
  const { files, state } = filesWith(0);
  const run = tellFull(files);
  // As a checkpoint after a commit: SQLite puts it off and says nothing.
  run(() => thrown(() => files.write(new Uint8Array(1))));
  const failure = thrown(() =>
    run(() => {
      throw new Error('SQLITE_CONSTRAINT: sqlite3 result code 19');
    }),
  );
  expect(failure).not.toBeInstanceOf(StorageFull);
  state.room = 1;
  expect(run(() => files.write(new Uint8Array(1)))).toBe(1);
});
