import { furthestHead, type SignedHead } from '#shared/domain/signed-head.ts';
import type { CarriedCheckpoint } from '#shared/sync-client/checkpoint.ts';
import type { HubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';

/** The furthest head of the server's log that the server has signed, of whichever device: to be shown to the server. */
export function headKeeper(database: HubDatabase) {
  const meta = metaOf(database);
  const get = (): SignedHead | null => JSON.parse(meta.get('signed_head') ?? 'null') as SignedHead | null;
  return {
    get,
    keep(checkpoint: CarriedCheckpoint): void {
      const kept = get();
      const next = furthestHead(kept, checkpoint, meta.get('cursor'));
      if (next !== null && next.jws !== kept?.jws) meta.set('signed_head', JSON.stringify(next));
    },
  };
}
