import type { Checkpoint } from '#shared/contract/sync.ts';
import { furthestHead, type SignedHead } from '#shared/domain/signed-head.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** What this phone shows to nodes of the server's log, so that one that came back from a backup learns of it. */
export const keptHead = (sql: Sql): SignedHead | null =>
  JSON.parse(readMeta(sql, 'signed_head') ?? 'null') as SignedHead | null;

/** Keeps a verified checkpoint if it leads further than the one that is kept. */
export function keepHead(sql: Sql, checkpoint: { jws: string; claims: Checkpoint }): void {
  const kept = keptHead(sql);
  const next = furthestHead(kept, checkpoint, readMeta(sql, 'cursor'));
  if (next !== null && next.jws !== kept?.jws) writeMeta(sql, 'signed_head', JSON.stringify(next));
}
