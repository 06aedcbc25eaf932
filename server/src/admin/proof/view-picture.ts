import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { PictureView } from '#shared/contract/hq/proof.ts';
import type { Transaction } from '../../store/database.ts';
import { type Acted, acted } from '../acts/act.ts';

interface Found {
  reference: string;
  content_type: string;
  data: Buffer;
}

/** A picture of a delivery, for somebody who may see that delivery; the audit keeps who looked at it. */
export async function viewPicture(
  tx: Transaction,
  { id, sha256 }: { id: string; sha256: string },
): Promise<Result<Acted<PictureView>, RequestError>> {
  const { rows } = await tx.query<Found>(
    `SELECT d.reference, b.content_type,
       (SELECT string_agg(p.bytes, ''::bytea ORDER BY p.start) FROM blob_pieces p WHERE p.upload_id = b.upload_id) AS data
     FROM deliveries d JOIN blobs b ON b.sha256 = $2
     WHERE d.id = $1 AND EXISTS (SELECT FROM blob_pieces p WHERE p.upload_id = b.upload_id)
       AND EXISTS (SELECT FROM events e JOIN blob_refs r ON r.event_id = e.id
       WHERE e.entity_id = d.id::text AND e.entity_type = 'DELIVERY' AND r.sha256 = $2)`,
    [id, sha256],
  );
  const found = rows[0];
  if (!found) return refuse('NOT_FOUND', 'There is no such picture of this delivery here.');
  const { reference, content_type, data } = found;
  return acted(
    { content_type, data: data.toString('base64') },
    {
      what: 'PICTURE_VIEWED',
      entity: ['DELIVERY', id],
      name: reference,
      before: null,
      after: { sha256 },
      reason: null,
    },
  );
}
