import type { DeliveryProof, ProofMove, ProofPicture } from '#shared/contract/hq/proof.ts';
import type { Queryable } from '../../store/database.ts';

interface Winning {
  received_by: unknown;
  cash_collected: unknown;
  location: { lat?: unknown; lng?: unknown } | null;
}

/** What shows that a delivery, which the asker may see, took place as it stands. No picture's content is among it. */
export async function readProof(database: Queryable, deliveryId: string): Promise<DeliveryProof> {
  const pictures = await database.query<ProofPicture>(
    `SELECT r.sha256, CASE WHEN e.body::json -> 'payload' ->> 'signature_blob' = r.sha256 THEN 'SIGNATURE' ELSE 'PHOTO' END AS kind,
       e.id AS event_id, e.received_at AS at, u.name AS user_name, EXISTS (
         SELECT FROM blobs b JOIN blob_pieces p ON p.upload_id = b.upload_id WHERE b.sha256 = r.sha256) AS is_here
     FROM events e JOIN blob_refs r ON r.event_id = e.id LEFT JOIN users u ON u.id = e.user_id
     WHERE e.entity_id = $1 AND e.entity_type = 'DELIVERY' ORDER BY e.stored_at, e.id, kind DESC, r.sha256`,
    [deliveryId],
  );
  const winning = await database.query<Winning>(
    `SELECT p.payload ->> 'received_by' AS received_by, p.payload -> 'cash_collected' AS cash_collected, p.payload -> 'location' AS location
     FROM events e CROSS JOIN LATERAL (SELECT e.body::json -> 'payload' AS payload) p
     WHERE e.entity_id = $1 AND e.action = 'DELIVERY_VALIDATED' AND e.status = 'APPLIED' ORDER BY e.stored_at LIMIT 1`,
    [deliveryId],
  );
  const moves = await database.query<ProofMove>(
    `SELECT l.product_id, l.id AS lot_id, l.lot_number, -sum(m.quantity)::integer AS quantity, m.is_recorded
     FROM events e JOIN stock_moves m ON m.event_id = e.id AND m.cause = 'EVENT' JOIN lots l ON l.id = m.lot_id
     WHERE e.entity_id = $1 AND e.entity_type = 'DELIVERY'
     GROUP BY l.id, m.is_recorded ORDER BY l.product_id, l.produced_at, l.lot_number, m.is_recorded`,
    [deliveryId],
  );
  const invoice = await database.query<NonNullable<DeliveryProof['invoice']>>(
    `SELECT i.id, i.reference, i.total_ttc FROM invoices i
     WHERE i.delivery_id = $1 OR i.id IN (SELECT invoice_id FROM invoice_notes WHERE delivery_id = $1)
     ORDER BY i.is_live DESC, i.created_at DESC LIMIT 1`,
    [deliveryId],
  );
  return {
    pictures: pictures.rows,
    ...saidBy(winning.rows[0]),
    moves: moves.rows,
    invoice: invoice.rows[0] ?? null,
  };
}

/** What the validation says that counts; an older phone may have said less. */
function saidBy(said: Winning | undefined): Pick<DeliveryProof, 'received_by' | 'cash_collected' | 'location'> {
  const { received_by = null, cash_collected = null, location = null } = said ?? {};
  const [lat, lng] = [location?.lat, location?.lng];
  return {
    received_by: typeof received_by === 'string' ? received_by : null,
    cash_collected: typeof cash_collected === 'number' ? cash_collected : null,
    location: typeof lat === 'number' && typeof lng === 'number' ? { lat, lng } : null,
  };
}
