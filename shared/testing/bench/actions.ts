import type { Database } from '#server/store/database.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { testIds } from '../test-device.ts';
import type { Action, Phone } from './crew.ts';

/** What depot ALG has to deliver and to whom, for as many actions as a figure wants. */
export interface Round {
  clientId: string;
  /** By the user whose tour they are: a delivery of somebody else's would be an alert to write. */
  tours: Map<number, Planned[]>;
}

interface Planned {
  id: string;
  code: string;
}

const LINES = [1, 2, 3].map((product_id) => ({ product_id, quantity: 2, unit_price_ht: 28_500, tva_rate: 19 }));
/** Enough for every figure: a bench that sold out would measure alerts. */
const PLENTY = 10_000_000;

/** For a hub, which judges no delivery. */
export const unplannedRound = ({ id }: Phone): Round => ({ clientId: id, tours: new Map() });

/** Plans so many deliveries a phone, as HQ would have over some weeks; nothing of it is measured. */
export async function planRound(database: Database, phones: Phone[], count: number): Promise<Round> {
  const tours = new Map(phones.map(({ userId }) => [userId, Array.from({ length: count }, unplanned)]));
  const deliveries = [...tours].flatMap(([userId, tour]) => tour.map((planned) => ({ ...planned, userId })));
  await database.query(
    `INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, total_ht,
       total_tva, total_ttc, qr_payload)
     SELECT r.id, 'BENCH-' || r.id, d.id, r.driver, c.id, current_date, 'PENDING', $4, 0, 0, 0, r.code
     FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS r (id, code, driver), depots d,
       LATERAL (SELECT client_id AS id FROM client_depots WHERE depot_id = d.id LIMIT 1) c
     WHERE d.code = 'ALG'`,
    [
      deliveries.map(({ id }) => id),
      deliveries.map(({ code }) => code),
      deliveries.map(({ userId }) => userId),
      JSON.stringify(LINES),
    ],
  );
  await database.query(
    `UPDATE lots SET received_quantity = received_quantity + $1, remaining_quantity = remaining_quantity + $1
     WHERE remaining_quantity < $1`,
    [PLENTY],
  );
  await database.query(
    `UPDATE stock_levels s SET quantity = (SELECT sum(remaining_quantity) FROM lots l
       WHERE l.depot_id = s.depot_id AND l.product_id = s.product_id)`,
  );
  const client = await database.query<{ client_id: string }>(
    `SELECT client_id FROM client_depots JOIN depots d ON d.id = depot_id WHERE d.code = 'ALG' LIMIT 1`,
  );
  await database.query('ANALYZE');
  return { clientId: client.rows[0]?.client_id ?? '', tours };
}

/**
 * A driver's day: of four actions two are validated deliveries of three lines, one is an invoice of three lines, one an
 * entry in the audit trail. About 680 bytes each on the wire. Uses the round's deliveries up.
 */
export async function signDeeds(phone: Phone, count: number, round: Round): Promise<SignedEvent[]> {
  const events: SignedEvent[] = [];
  for (let n = 0; n < count; n += 1) events.push(await phone.say(nextDeed(n, phone, round)));
  return events;
}

function nextDeed(n: number, { userId }: Phone, round: Round): Action {
  if (n % 4 === 1) return invoice(round.clientId);
  return n % 4 === 3 ? auditEntry() : validation(round.tours.get(userId)?.pop() ?? unplanned());
}

const unplanned = (): Planned => {
  const id = testIds.uuid();
  return { id, code: `MCG1.${id}.${'b'.repeat(22)}.${'s'.repeat(86)}` };
};

export const validation = ({ id, code }: Planned): Action => ({
  entity_type: 'DELIVERY',
  entity_id: id,
  action: 'DELIVERY_VALIDATED',
  payload: { qr_scanned: code, validated_at: '2026-11-22T10:00:00.000Z', received_by: 'M. Benali' },
});

function invoice(clientId: string): Action {
  const { total_ht, total_tva, stamp_duty, total_ttc } = totalsOf(LINES, 'CREDIT');
  const totals = { total_ht, total_tva, stamp_duty, total_ttc };
  return {
    entity_type: 'INVOICE',
    entity_id: testIds.uuid(),
    action: 'INVOICE_CREATED',
    payload: { client_id: clientId, lines: LINES, ...totals, payment: 'CREDIT' },
  };
}

const auditEntry = (): Action => ({
  entity_type: 'AUDIT',
  entity_id: testIds.uuid(),
  action: 'DELIVERY_NOTE_SCANNED',
  payload: {
    actor_role: 'driver',
    severity: 'INFO',
    before: { status: 'PENDING' },
    after: { status: 'VALIDATED' },
    metadata: { app_version: '0.1.0', network: 'none', battery: 61, location: { lat: 36.7538, lng: 3.0588 } },
  },
});
