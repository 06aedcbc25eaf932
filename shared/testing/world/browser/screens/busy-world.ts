import { createHash } from 'node:crypto';
import { auditEntry } from '../../../audit-entry.ts';
import { testIds } from '../../../test-device.ts';
import { call, eventually, type SignedIn, signIn, type World } from '../../start-world.ts';

/** One grey point. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGO4AAAA0gDR29kOtwAAAABJRU5ErkJggg==',
  'base64',
);
const PICTURE_NAME = createHash('sha256').update(PICTURE).digest('hex');

/** A note of the demo's. */
interface Note {
  id: string;
  reference: string;
  client_id: string;
  qr_payload: string;
  lines: { product_id: number; quantity: number }[];
}

export interface BusyWorld {
  /** Delivered as ordered, and invoiced. */
  delivered: Note;
  partial: Note;
  failed: Note;
  /** Nobody has been there. */
  pending: Note;
  /** A lot of which clients got goods, and a depot was sent some. */
  lotId: string;
}

/** A day at HQ and at the depot of Algiers in which every list has something: by way of the hub, as phones do it. */
export async function makeBusy(world: World): Promise<BusyWorld> {
  const admin = await signIn(world.serverUrl, 'admin');
  const driver = await signIn(world.hubUrl, 'driver1.alger');
  const colleague = await signIn(world.hubUrl, 'driver2.alger');
  const lost = await signIn(world.hubUrl, 'driver1.alger');
  const notes = await notesOf(world, driver);
  const [delivered, partial, failed, pending, held] = notes as [Note, Note, Note, Note, Note];
  const short = partial.lines.map(({ product_id, quantity }) => ({ product_id, delivered: quantity - 1 }));
  const failure = failedAt(driver, failed, { location: { lat: 27, lng: 3, accuracy_m: 10 } });
  await call(world.serverUrl, 'PUT', `/api/sync/blobs/${PICTURE_NAME}`, {
    ...{ authorization: driver.authorization, raw: new Uint8Array(PICTURE), headers: { 'content-type': 'image/png' } },
  });
  await push(world.hubUrl, driver, [
    validated(driver, delivered, { photo_blobs: [PICTURE_NAME], received_by: 'K. Nour', cash_collected: 100_00 }),
    validated(driver, partial, { lines: short }),
    // About a thousand kilometres away from any client.
    failure,
    driver.device.say({
      ...{ entity_type: 'AUDIT', entity_id: testIds.uuid(), action: 'AUDIT_BATCH' },
      payload: { entries: [auditEntry()] },
    }),
    invoiceOf(driver, delivered),
    driver.device.say({
      ...{ entity_type: 'DELIVERY', entity_id: failed.id, action: 'CORRECTION_REQUESTED' },
      payload: { corrects: failure.id, reason: 'le client était là' },
    }),
  ]);
  await push(world.hubUrl, colleague, [validated(colleague, delivered)]);
  await call(world.serverUrl, 'POST', `/api/admin/devices/${lost.device.id}/revoke`, {
    authorization: admin.authorization,
    body: { reason: 'perdu' },
  });
  await push(world.serverUrl, lost, [failedAt(lost, held, { note: 'rideau baissé' })]);
  await eventually(
    async () =>
      (
        await world.database.query(
          `SELECT (SELECT count(*) FROM invoices) AS invoices, (SELECT count(*) FROM alerts) AS alerts,
                  (SELECT count(*) FROM deliveries WHERE status = 'PARTIAL') AS partial,
                  (SELECT count(*) FROM events WHERE status = 'REJECTED') AS refused,
                  (SELECT count(*) FROM audit_steps) AS steps,
                  (SELECT count(*) FROM events WHERE action = 'CORRECTION_REQUESTED') AS corrections,
                  (SELECT count(*) FROM events WHERE status = 'QUARANTINED') AS held`,
        )
      ).rows[0],
    (counts) => Object.values(counts).every((count) => Number(count) > 0),
    'every list of HQ has something',
  );
  return { delivered, partial, failed, pending, lotId: await sendSome(world, admin) };
}

/** Some goods of a lot from which a delivery took go to the other depot. */
async function sendSome(world: World, admin: SignedIn): Promise<string> {
  const { rows } = await world.database.query<{ id: string; depot_id: number; product_id: number; lot_number: string }>(
    `SELECT l.id, l.depot_id, l.product_id, l.lot_number FROM lots l
     WHERE l.remaining_quantity > 0 AND EXISTS (SELECT FROM stock_moves m WHERE m.lot_id = l.id) LIMIT 1`,
  );
  const { id, ...lot } = rows[0]!;
  const { rows: others } = await world.database.query<{ id: number }>('SELECT id FROM depots WHERE id <> $1 LIMIT 1', [
    lot.depot_id,
  ]);
  await call(world.serverUrl, 'POST', '/api/admin/stock/transfers', {
    authorization: admin.authorization,
    body: { ...lot, quantity: 1, to_depot_id: others[0]!.id, reason: 'besoin' },
  });
  return id;
}

async function notesOf(world: World, driver: SignedIn): Promise<Note[]> {
  const { rows } = await world.database.query<Note>(
    `SELECT id, reference, client_id, qr_payload, lines FROM deliveries
     WHERE driver_user_id = $1 AND status = 'PENDING' ORDER BY planned_for, reference`,
    [driver.session.user.id],
  );
  return rows;
}

const push = (url: string, who: SignedIn, events: unknown[]) =>
  call(url, 'POST', '/api/sync/push', { authorization: who.authorization, body: who.device.pushBody(events) });

const validated = (who: SignedIn, note: Note, more = {}) =>
  who.device.say({
    entity_type: 'DELIVERY',
    entity_id: note.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: note.qr_payload, validated_at: new Date().toISOString(), ...more },
  });

const failedAt = (who: SignedIn, note: Note, more: object) =>
  who.device.say({
    entity_type: 'DELIVERY',
    entity_id: note.id,
    action: 'DELIVERY_FAILED',
    payload: { reason: 'ABSENT', ...more },
  });

const invoiceOf = (who: SignedIn, note: Note) =>
  who.device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id: note.client_id,
      lines: [{ product_id: note.lines[0]?.product_id, quantity: 1, unit_price_ht: 100_00, tva_rate: 19 }],
      ...{ total_ht: 100_00, total_tva: 19_00, stamp_duty: 0, total_ttc: 119_00, payment: 'CREDIT' },
    },
  });
