import type { Cipher } from '#shared/ports/cipher.ts';
import type { Sql, SqlValue } from './sql.ts';

/**
 * Gives the views of `tables.ts` the functions `seal(value, 'table.column', id)` and `open(sealed, 'table.column', id)`;
 * NULL stays NULL. A value is sealed before SQLite sees it, so that neither the file nor its journal holds it in clear, and
 * it opens only in its own column and row, so that none can be moved.
 */
export function installSealing(sql: Sql, cipher: () => Cipher): void {
  const opened = memory();
  sql.define('seal', (value, about, id) =>
    value === null ? null : cipher().seal(bytesOf(value), `${about} ${plainId(id)}`),
  );
  sql.define('open', (sealed, about, id) => {
    if (sealed === null) return null;
    if (!(sealed instanceof Uint8Array)) throw new Error(`${about} holds what was never sealed`);
    const now = cipher();
    const where = `${about} ${plainId(id)}`;
    return opened.remember(now, sealed, where, () => {
      const bytes = now.open(sealed, where);
      if (bytes === null) throw new Error(`${about} does not open: another key sealed it, or it was altered`);
      return contentOf(bytes);
    });
  });
}

/** One SQLite hands over whole numbers as `7`, another as `7.0`. */
const plainId = (id: SqlValue): string => String(id);

const TEXT = 0;
const NUMBER = 1;
const BYTES = 2;

function bytesOf(value: string | number | Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return marked(BYTES, value);
  return marked(typeof value === 'string' ? TEXT : NUMBER, new TextEncoder().encode(String(value)));
}

function marked(kind: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 1);
  bytes[0] = kind;
  bytes.set(content, 1);
  return bytes;
}

function contentOf(bytes: Uint8Array): SqlValue {
  const content = bytes.subarray(1);
  if (bytes[0] === BYTES) return content;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  return bytes[0] === NUMBER ? Number(text) : text;
}

const REMEMBERED = 20_000;
const WORTH_REMEMBERING_BYTES = 2_048;

/**
 * Screens read the same rows again after each change, and opening is the dearest part of it. What was sealed once never
 * opens to anything else, so what was opened is kept for as long as its cipher is.
 */
function memory() {
  const knownUnder = new WeakMap<Cipher, Map<string, SqlValue>>();
  return {
    remember(cipher: Cipher, sealed: Uint8Array, where: string, open: () => SqlValue): SqlValue {
      if (sealed.length > WORTH_REMEMBERING_BYTES) return open();
      const known = knownUnder.get(cipher) ?? new Map<string, SqlValue>();
      if (known.size >= REMEMBERED) known.clear();
      knownUnder.set(cipher, known);
      const key = `${where} ${String.fromCharCode(...sealed)}`;
      const value = known.get(key) ?? open();
      known.set(key, value);
      return value;
    },
  };
}
