import { createHash } from 'node:crypto';
import { auditEntry } from '../../audit-entry.ts';
import { testIds } from '../../test-device.ts';
import { call, eventually, type SignedIn, signIn, type World } from '../start-world.ts';
import type { Facts, Place, Who } from './authorization-table.ts';

const LISTS: Record<string, string> = {
  depots: 'SELECT id::text FROM depots WHERE id = $1',
  users: "SELECT id::text FROM users WHERE depot_id = $1 AND role = 'driver' LIMIT 1",
  hubs: 'SELECT id FROM hubs WHERE depot_id = $1 LIMIT 1',
  devices:
    "SELECT d.id FROM devices d JOIN users u ON u.id = d.user_id WHERE u.depot_id = $1 AND u.role = 'driver' LIMIT 1",
  products: 'SELECT id::text FROM products WHERE $1::integer IS NOT NULL LIMIT 1',
  clients: `SELECT client_id AS id FROM client_depots GROUP BY client_id HAVING array_agg(depot_id) = ARRAY[$1::integer] LIMIT 1`,
  deliveries: 'SELECT id FROM deliveries WHERE depot_id = $1 LIMIT 1',
  validated:
    'SELECT delivery_id AS id FROM blob_refs r JOIN deliveries d ON d.id = r.delivery_id WHERE d.depot_id = $1 LIMIT 1',
  invoices: 'SELECT id FROM invoices WHERE depot_id = $1 LIMIT 1',
  'credit-notes': 'SELECT id FROM credit_notes WHERE depot_id = $1 LIMIT 1',
  payments: 'SELECT id FROM payments WHERE depot_id = $1 LIMIT 1',
  tours: "SELECT driver_user_id || '.' || day AS id FROM tours WHERE depot_id = $1 LIMIT 1",
  stock: "SELECT depot_id || ':' || product_id AS id FROM stock_levels WHERE depot_id = $1 LIMIT 1",
  lots: "SELECT id FROM lots WHERE depot_id = $1 AND lot_number <> 'MANQUANT' LIMIT 1",
  'stock/transfers': 'SELECT id FROM transfers WHERE $1 IN (depot_id, to_depot_id) LIMIT 1',
  events: 'SELECT e.id FROM events e JOIN users u ON u.id = e.user_id WHERE u.depot_id = $1 LIMIT 1',
  conflicts: `SELECT e.id FROM events e JOIN users u ON u.id = e.user_id
    WHERE u.depot_id = $1 AND e.error_code = 'ALREADY_VALIDATED' LIMIT 1`,
  corrections: `SELECT e.id FROM events e JOIN users u ON u.id = e.user_id
    WHERE u.depot_id = $1 AND e.action = 'CORRECTION_REQUESTED' LIMIT 1`,
  alerts: 'SELECT id FROM alerts WHERE depot_id = $1 LIMIT 1',
  quarantine: `SELECT e.id FROM events e JOIN users u ON u.id = e.user_id
    WHERE u.depot_id = $1 AND e.status = 'QUARANTINED' LIMIT 1`,
  'audit-entries': `SELECT st.id FROM audit_steps st JOIN users u ON u.id = st.user_id WHERE u.depot_id = $1 LIMIT 1`,
  acts: 'SELECT id::text FROM acts WHERE $1::integer IS NOT NULL LIMIT 1',
  'service-accounts': 'SELECT id FROM service_accounts WHERE $1::integer IS NOT NULL LIMIT 1',
  webhooks: 'SELECT id FROM webhooks WHERE $1::integer IS NOT NULL LIMIT 1',
  refused: 'SELECT id::text FROM refused_copies WHERE $1::integer IS NOT NULL LIMIT 1',
};

/**
 * Fills both depots with one thing of each kind, as phones and HQ make them: a delivery validated twice, an invoice, a
 * forbidden word, a photo, a revoked device with something left to say, a copy that was refused, and Oran's own hub.
 */
export async function plantDepots(world: World, people: Map<Who, SignedIn>): Promise<Facts> {
  const { serverUrl, database } = world;
  const admin = people.get('admin') as SignedIn;
  const depots = await database.query<{ id: number; code: string }>('SELECT id, code FROM depots');
  const depotOf = (code: string) => depots.rows.find((depot) => depot.code === code)?.id ?? 0;
  const depotId: Record<Place, number> = { own: depotOf('ALG'), other: depotOf('ORN') };
  await enrolHubOf(world, admin, depotId.other);
  const blob = {
    own: await dayOf(world, people.get('driver') as SignedIn, depotId.own),
    other: await dayOf(world, await signIn(serverUrl, 'driver1.oran'), depotId.other),
  };
  const lost = people.get('revoked') as SignedIn;
  for (const phone of [lost, await signIn(serverUrl, 'driver1.oran')]) await loseWithEvents(world, admin, phone);
  await eventually(
    async () => (await call(world.hubUrl, 'GET', '/api/sync/status', { authorization: lost.authorization })).status,
    (status) => status === 403,
    'the hub has heard of the revocation',
  );
  await creditOne(world, admin);
  await transferOne(world, admin, depotId.own, depotId.other);
  const { authorization } = admin;
  const webhook = { name: 'ERP', url: 'https://erp.example/', kinds: ['clients'] };
  await call(serverUrl, 'POST', '/api/admin/webhooks', { authorization, body: webhook });

  const ids: Facts['ids'] = {};
  for (const [name, sql] of Object.entries(LISTS)) {
    const one = async (place: Place) => {
      const { rows } = await database.query<{ id: string }>(sql, [depotId[place]]);
      if (rows[0] === undefined) throw new Error(`nothing to ask for: ${name} of the ${place} depot`);
      return rows[0].id;
    };
    ids[name] = { own: await one('own'), other: await one('other') };
  }
  const device = (who: Who) => people.get(who)?.device.id ?? testIds.uuid();
  const deviceOf = {
    nobody: testIds.uuid(),
    expired: device('expired'),
    revoked: device('revoked'),
    driver: device('driver'),
    seller: device('seller'),
    warehouse: device('warehouse'),
    clerk: device('clerk'),
    admin: device('admin'),
    hub: world.hub.identity.hub_id,
    window: testIds.uuid(),
    dispatcher: device('dispatcher'),
    accountant: device('accountant'),
    service: testIds.uuid(),
    depotService: testIds.uuid(),
  };
  return { depotId, ids, deviceOf, blob };
}

/** Of each invoice something is credited. */
async function creditOne({ serverUrl, database }: World, { authorization }: SignedIn): Promise<void> {
  const { rows } = await database.query<{ id: string; product_id: number }>(
    "SELECT id, (lines -> 0 ->> 'product_id')::integer AS product_id FROM invoices",
  );
  for (const { id, product_id } of rows) {
    const body = { reason: 'x', goods_back: false, lines: [{ product_id, quantity: 1 }] };
    await call(serverUrl, 'POST', `/api/admin/invoices/${id}/credit-notes`, { authorization, body });
  }
}

async function transferOne(
  { serverUrl, database }: World,
  { authorization }: SignedIn,
  ...depots: number[]
): Promise<void> {
  const { rows } = await database.query<{ product_id: number; lot_number: string }>(
    'SELECT product_id, lot_number FROM lots WHERE depot_id = $1 AND remaining_quantity > 0 LIMIT 1',
    [depots[0]],
  );
  const body = { depot_id: depots[0], to_depot_id: depots[1], quantity: 1, reason: 'x', ...rows[0] };
  await call(serverUrl, 'POST', '/api/admin/stock/transfers', { authorization, body });
}

async function enrolHubOf({ serverUrl }: World, admin: SignedIn, depot_id: number): Promise<void> {
  const { authorization, device } = admin;
  const made = await call(serverUrl, 'POST', '/api/admin/hub-codes', { authorization, body: { depot_id } });
  const body = { code: made.body.code, name: 'Oran', public_key: device.publicKey };
  await call(serverUrl, 'POST', '/api/hubs/enroll', { body });
}

/** A driver's day: gives the name of the photo. */
async function dayOf({ serverUrl, hubUrl, database }: World, who: SignedIn, depotId: number): Promise<string> {
  const { authorization, device } = who;
  const { rows } = await database.query<{ id: string; qr_payload: string; client_id: string }>(
    'SELECT id, qr_payload, client_id FROM deliveries WHERE depot_id = $1 ORDER BY id LIMIT 1',
    [depotId],
  );
  const delivery = rows[0];
  const product = await database.query<{ id: number }>('SELECT min(id) AS id FROM products');
  const photo = Buffer.from(`a photo of depot ${depotId}`);
  const sha256 = createHash('sha256').update(photo).digest('hex');
  const validated = () =>
    device.say({
      entity_type: 'DELIVERY',
      entity_id: delivery?.id ?? '',
      action: 'DELIVERY_VALIDATED',
      payload: { qr_scanned: delivery?.qr_payload, validated_at: new Date().toISOString(), photo_blobs: [sha256] },
    });
  const line = { product_id: product.rows[0]?.id, quantity: 1, unit_price_ht: 100, tva_rate: 0 };
  const invoice = device.say({
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: {
      client_id: delivery?.client_id,
      lines: [line],
      ...{ total_ht: 100, total_tva: 0, stamp_duty: 0, total_ttc: 100, payment: 'CREDIT' },
    },
  });
  const payment = device.say({
    entity_type: 'PAYMENT',
    entity_id: testIds.uuid(),
    action: 'PAYMENT_COLLECTED',
    payload: { client_id: delivery?.client_id, amount: 100, method: 'CASH' },
  });
  const correction = device.say({
    ...{ entity_type: 'PAYMENT', entity_id: payment.entity_id, action: 'CORRECTION_REQUESTED' },
    payload: { corrects: payment.id, reason: 'wrong amount' },
  });
  const forbidden = device.say({
    entity_type: 'STOCK',
    entity_id: '1',
    action: 'STOCK_ADJUSTED',
    payload: { quantity: 1 },
  });
  const bent = { ...device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} }), seq: 99 };
  const steps = device.say({
    ...{ entity_type: 'AUDIT', entity_id: testIds.uuid(), action: 'AUDIT_BATCH' },
    payload: { entries: [auditEntry()] },
  });
  const events = [validated(), validated(), invoice, payment, correction, forbidden, steps, bent];
  for (const url of [hubUrl, serverUrl]) {
    await call(url, 'PUT', `/api/sync/blobs/${sha256}`, { authorization, raw: new Uint8Array(photo) });
    await call(url, 'POST', '/api/sync/push', { authorization, body: device.pushBody(events) });
  }
  return sha256;
}

/** HQ revokes a phone that had something left to say, and it says it. */
async function loseWithEvents({ serverUrl }: World, admin: SignedIn, lost: SignedIn): Promise<void> {
  const path = `/api/admin/devices/${lost.device.id}/revoke`;
  await call(serverUrl, 'POST', path, { authorization: admin.authorization, body: { reason: 'lost' } });
  const event = lost.device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
  const body = lost.device.pushBody([event]);
  await call(serverUrl, 'POST', '/api/sync/push', { authorization: lost.authorization, body });
}
