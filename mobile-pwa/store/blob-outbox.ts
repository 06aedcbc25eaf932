import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { BlobOutbox, OutgoingBlob } from '#shared/sync-client/blob-outbox.ts';
import { type NodeRef, nodeKey } from '#shared/sync-client/device-store.ts';
import { atServer, readBytes } from './blobs.ts';
import type { Sql } from './sql.ts';

/** As with events: a hub that said it has a photo, and was then lost, must not be its grave. */
const ASK_HUB_AGAIN_MS = 60 * 60 * 1_000;

/** The phone's side of the uploader. Only the server's statement ends its custody; a hub's spares asking it again for a while. */
export function phoneBlobOutbox(sql: Sql, clock: Clock, onWrite: () => void): BlobOutbox {
  const note = (node: NodeRef, sha256: string, outcome: 'held' | 'refused', code: string | null): void =>
    sql.exec(
      `INSERT INTO blob_offers (sha256, node_url, outcome, error_code, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (sha256, node_url) DO UPDATE SET outcome = excluded.outcome, error_code = excluded.error_code, at = excluded.at`,
      [sha256, nodeKey(node), outcome, code, isoTime(clock.now())],
    );
  return {
    async waiting(node) {
      const now = clock.now();
      // Between two times: a clock that was set back must not silence a photo for ever. What a node found spoilt may have
      // been spoilt on the way.
      return sql.all<OutgoingBlob>(
        `SELECT sha256, size, content_type AS contentType FROM blobs b
         WHERE at_server = 0 AND EXISTS (SELECT 1 FROM blob_refs r WHERE r.sha256 = b.sha256)
           AND NOT EXISTS (SELECT 1 FROM blob_offers o WHERE o.sha256 = b.sha256 AND o.node_url = ?
                             AND (o.at BETWEEN ? AND ? OR o.outcome = 'refused' AND o.error_code <> 'HASH_MISMATCH'))
         ORDER BY rowid`,
        [nodeKey(node), isoTime(now - ASK_HUB_AGAIN_MS), isoTime(now)],
      );
    },
    async read(sha256, from, length) {
      const bytes = readBytes(sql, sha256, from, length);
      if (bytes === null) throw new Error(`the photo ${sha256} is gone`);
      return bytes;
    },
    async recordHeld(node, sha256) {
      if (node.kind === 'server') sql.transaction(() => atServer(sql, [sha256]));
      else note(node, sha256, 'held', null);
      onWrite();
    },
    async setAside(node, sha256, code) {
      note(node, sha256, 'refused', code);
      onWrite();
    },
  };
}

/** Photos that HQ does not have: how many, how large, and how many of them a node has refused for good. */
export interface UnsentBlobs {
  count: number;
  bytes: number;
  refused: number;
}

export const unsentBlobs = (sql: Sql): UnsentBlobs =>
  sql.all<UnsentBlobs>(
    `SELECT count(*) AS count, coalesce(sum(size), 0) AS bytes,
            count(*) FILTER (WHERE sha256 IN (SELECT sha256 FROM blob_offers WHERE outcome = 'refused')) AS refused
     FROM blobs WHERE at_server = 0 AND sha256 IN (SELECT sha256 FROM blob_refs)`,
  )[0] as UnsentBlobs;
