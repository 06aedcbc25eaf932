import Type from 'typebox';
import { DeliveryDetails, type DeliveryRecord, type Picture } from '#shared/contract/desktop/delivery.ts';
import { reader } from '#shared/contract/reader.ts';
import { Sha256 } from '#shared/contract/scalars.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { checksumBlob } from '../../store/blobs.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** Nobody reads more about one delivery. */
const RECORDS_SHOWN = 50;

interface Row {
  body: string;
  drift_ms: number;
  state: number;
  error_code: string | null;
  user_name: string | null;
}

const readDetails = reader(DeliveryDetails);
const readPictures = reader(Type.Partial(Type.Object({ signature_blob: Sha256, photo_blobs: Type.Array(Sha256) })));

/** What phones recorded about a delivery and handed in here: the hub carries it, and shows what it can read of it. */
export function deliveryRecords(database: HubDatabase): (id: string, aheadMs: number) => DeliveryRecord[] {
  const records = database.prepare<[string, number], Row>(
    `SELECT q.body, q.drift_ms, q.state, q.error_code, d.user_name
     FROM relay_queue q LEFT JOIN devices d ON d.device_id = q.device_id
     WHERE q.delivery_id = ? ORDER BY q.id LIMIT ?`,
  );
  const blob = database.prepare('SELECT 1 FROM blobs WHERE sha256 = ?');
  const pictureOf = (sha256: string): Picture => ({ sha256, here: blob.get(checksumBlob(sha256)) !== undefined });
  return (id, aheadMs) =>
    records.all(id, RECORDS_SHOWN).map(({ body, drift_ms, state, error_code, user_name }) => {
      const event = JSON.parse(body) as { id: string; action: string; occurred_at: string; payload: unknown };
      const details = readDetails(event.payload);
      const pictures = readPictures(event.payload);
      const { signature_blob, photo_blobs = [] } = pictures.ok ? pictures.value : {};
      return {
        event_id: event.id,
        action: event.action,
        at: isoTime(Date.parse(event.occurred_at) - drift_ms - aheadMs),
        user_name,
        custody: state === 1 ? ('AT_HQ' as const) : ('HERE' as const),
        error_code,
        details: details.ok ? details.value : {},
        signature: signature_blob === undefined ? null : pictureOf(signature_blob),
        photos: photo_blobs.map(pictureOf),
      };
    });
}
