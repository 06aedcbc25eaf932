import type pg from 'pg';
import { takesNames } from './pool.ts';

const names = new Map<string, string>();

/** Texts are static, so there are as many names as statements in the code. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size + 1}`;
  names.set(text, name);
  return name;
}

/**
 * A transaction whose statements each connection parses and plans once, instead of for every event that comes alone. For
 * work of many small statements whose plans do not hang on their parameters. Behind a pooler a name would be looked for
 * on another connection than the one that knows it: there they stay without.
 */
export function prepared(tx: pg.PoolClient): pg.PoolClient {
  if (!takesNames(tx)) return tx;
  const query = (text: string, values: unknown[] = []) => tx.query({ name: nameOf(text), text, values });
  return Object.assign(Object.create(tx), { query }) as pg.PoolClient;
}
