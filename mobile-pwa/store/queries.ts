import type { Product } from '#shared/contract/entities.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { inOrderOfNames } from '#shared/domain/search.ts';
import { lastContact } from './contact.ts';
import type { Sql } from './sql.ts';
import { unsentFields } from './unsent-fields.ts';
import type {
  ClientView,
  Counts,
  DeliveryDraft,
  InboxItem,
  InvoiceView,
  OutboxItem,
  Part,
  ProductView,
  SkippedVisit,
  StockView,
  Stop,
} from './views.ts';
import { skippedVisits } from './visits.ts';

/** A list may be longer than what is shown of it. */
const partOf = <R extends Counted, T>(rows: R[], view: (row: R) => T): Part<T> => ({
  items: rows.map(view),
  total: rows[0]?.in_all ?? 0,
});
interface Counted {
  in_all: number;
}

/** What the screens read. Rows become plain objects here and nowhere else. */

/** What was done here and refused counts until its author has read so; then only the server's statement is left. */
const STOPS = `
  SELECT d.id, d.reference, d.client_id, d.client_name, d.total_ttc, d.planned_for, d.status, d.lines, d.validated_at,
         nullif(c.phone, '') AS phone, nullif(c.address, '') AS address, c.lat, c.lng, u.name AS validated_by_name,
         v.action AS own_action, v.id AS own_id, v.validated_at AS own_at, v.is_partial AS own_partial, coalesce(s.state, 'hq') AS own_state,
         s.error_code AS own_error, v.record AS own_record,
         EXISTS (SELECT 1 FROM delivery_drafts w WHERE w.delivery_id = d.id) AS is_begun
  FROM plain_cache_deliveries_pending d
  LEFT JOIN plain_cache_clients c ON c.id = d.client_id
  LEFT JOIN plain_cache_users u ON u.id = d.validated_by
  LEFT JOIN plain_pending_delivery_validations v ON v.id = (
    SELECT id FROM pending_delivery_validations
    WHERE delivery_id = d.id AND id NOT IN (SELECT event_id FROM inbox WHERE seen_at IS NOT NULL)
    ORDER BY validated_at DESC, id DESC LIMIT 1)
  LEFT JOIN event_states s ON s.id = v.id
  LEFT JOIN route_places r ON r.delivery_id = d.id`;

type StopRow = Omit<Stop, 'lines' | 'own' | 'is_begun' | 'skipped'> & {
  lines: string;
  is_begun: number;
  own_record: string | null;
  own_action: 'DELIVERY_VALIDATED' | 'DELIVERY_FAILED' | null;
  own_id: string;
  own_at: string;
  own_partial: number;
  own_error: string | null;
  own_state: 'device' | 'depot' | 'hq' | 'person';
};

function stop(row: StopRow, skipped: SkippedVisit | null): Stop {
  const { lines, is_begun, own_action, own_id, own_at, own_partial, own_state, own_error, own_record, ...rest } = row;
  const stored = { ...rest, lines: JSON.parse(lines), is_begun: is_begun === 1, skipped };
  if (own_action === null) return { ...stored, own: null };
  const own = {
    action: own_action,
    event_id: own_id,
    at: own_at,
    is_partial: own_partial === 1,
    state: own_state,
    error_code: own_error,
    record: own_record === null ? null : JSON.parse(own_record),
  };
  return { ...stored, own };
}

/**
 * The stops of a day; those of earlier days that are still to be delivered, tried in vain or not; and those of earlier
 * days that were done on this one. In the order of the route, where its driver has put one.
 */
export function tour(sql: Sql, day: string): Stop[] {
  const skips = skippedVisits(sql);
  return sql
    .all<StopRow>(
      `${STOPS}
       WHERE d.planned_for = ?1
          OR (d.planned_for < ?1 AND (d.status IN ('PENDING', 'FAILED') OR d.validated_at >= ?2 OR v.validated_at >= ?2))
       ORDER BY r.place IS NULL, r.place, d.planned_for, d.reference`,
      [day, startOfDay(day)],
    )
    .map((row) => stop(row, skips.get(row.id) ?? null));
}

export function delivery(sql: Sql, id: string): Stop | null {
  const [row] = sql.all<StopRow>(`${STOPS} WHERE d.id = ?`, [id]);
  return row === undefined ? null : stop(row, skippedVisits(sql).get(id) ?? null);
}

type Flagged<T, K extends keyof T> = Omit<T, K> & Record<K, number>;

export const deliveryDraft = (sql: Sql, deliveryId: string): DeliveryDraft | null => {
  const [row] = sql.all<{ content: string }>('SELECT content FROM plain_delivery_drafts WHERE delivery_id = ?', [
    deliveryId,
  ]);
  // A form that an app of before has kept knows nothing of a failure.
  return row === undefined ? null : { failure: null, ...JSON.parse(row.content) };
};

/** SQLite knows no accents: names are ordered where they are read. */
const compareNames = inOrderOfNames('fr');
const byName = (a: { name: string }, b: { name: string }): number => compareNames(a.name, b.name);

type ProductRow = Pick<ProductView, 'id' | 'code' | 'name' | 'unit' | 'price_ht' | 'tva_rate'> & {
  is_active: number;
  details: string | null;
};

/** What an app of before has cached says nothing beyond its columns. */
function productView<R extends ProductRow>({ details, ...row }: R) {
  const product: Partial<Product> = details === null ? {} : JSON.parse(details);
  return {
    ...row,
    is_active: row.is_active === 1,
    name_ar: product.name_ar ?? null,
    unit_ar: product.unit_ar ?? null,
    category: product.category ?? null,
    lot_tracked: product.lot_tracked ?? false,
    price_lists: product.price_lists ?? [],
    tva_rates: product.tva_rates ?? [],
  };
}

export const products = (sql: Sql): ProductView[] =>
  sql
    .all<ProductRow>('SELECT id, code, name, unit, price_ht, tva_rate, is_active, details FROM plain_cache_products_pf')
    .map(productView)
    .sort(byName);

export const stock = (sql: Sql): StockView[] =>
  sql
    .all<ProductRow & Pick<StockView, 'quantity' | 'as_of'>>(
      `SELECT p.id, p.code, p.name, p.unit, p.price_ht, p.tva_rate, p.is_active, p.details, l.quantity, l.as_of
       FROM cache_stock_levels l JOIN plain_cache_products_pf p ON p.id = l.product_id`,
    )
    .map(productView)
    .sort(byName);

export function clients(sql: Sql): ClientView[] {
  const typed = unsentFields(sql);
  return sql
    .all<Flagged<ClientView, 'is_local'>>('SELECT id, name, phone, address, is_local FROM plain_cache_clients')
    .map((row) => {
      const { name = row.name, phone = row.phone, address = row.address } = typed.get(row.id) ?? {};
      return { id: row.id, name, phone: phone || null, address: address || null, is_local: row.is_local === 1 };
    })
    .sort(byName);
}

type InvoiceRow = Omit<InvoiceView, 'lines' | 'new_client' | 'handed_over'> & {
  lines: string;
  new_client: string | null;
  handed_over: number;
};

const INVOICES = `
  SELECT i.id, i.client_id, i.client_name, i.new_client, i.delivery_id, i.lines, i.payment, i.handed_over, i.status, i.reference,
         i.total_ht, i.total_tva, i.stamp_duty, i.total_ttc, i.updated_at, s.state,
         iif(i.status = 'REFERENCED', c.cancelled_at, NULL) AS cancelled_at
  FROM plain_draft_invoices i LEFT JOIN event_states s ON s.id = i.sync_event_id
  LEFT JOIN cancelled_invoices c ON c.id = i.id`;

const invoiceView = (row: InvoiceRow): InvoiceView => ({
  ...row,
  lines: JSON.parse(row.lines),
  new_client: row.new_client === null ? null : JSON.parse(row.new_client),
  handed_over: row.handed_over === 1,
});

/** The newest first, as many as are asked for, and how many there are. */
export function invoices(sql: Sql, most: number): Part<InvoiceView> {
  const rows = sql.all<InvoiceRow & Counted>(
    `SELECT *, count(*) OVER () AS in_all FROM (${INVOICES}) ORDER BY updated_at DESC LIMIT ?`,
    [most],
  );
  return partOf(rows, ({ in_all: _all, ...row }) => invoiceView(row as InvoiceRow));
}

export const invoice = (sql: Sql, id: string): InvoiceView | null =>
  sql.all<InvoiceRow>(`${INVOICES} WHERE i.id = ?`, [id]).map(invoiceView)[0] ?? null;

/** What a person would call the thing that an event is about, by what is here or was when it was recorded; else NULL. */
const LABEL = `coalesce(
  (SELECT d.reference || ' · ' || d.client_name
   FROM plain_cache_deliveries_pending d WHERE d.id = q.entity_id),
  (SELECT w.record ->> 'reference' || ' · ' || (w.record ->> 'client_name')
   FROM plain_pending_delivery_validations w WHERE w.id = q.id),
  (SELECT coalesce(i.reference || ' · ', '') || i.client_name
   FROM plain_draft_invoices i WHERE i.id = q.entity_id),
  (SELECT c.name FROM plain_cache_clients c WHERE c.id = q.entity_id))`;

/** The oldest first, as many as are asked for, and how many there are. */
export function outboxItems(sql: Sql, most: number): Part<OutboxItem> {
  const rows = sql.all<OutboxItem & Counted>(
    `SELECT q.id, q.seq, q.action, q.occurred_at, s.state, ${LABEL} AS label,
            coalesce(q.error_code, q.last_error) AS error_code, count(*) OVER () AS in_all
     FROM sync_queue q JOIN event_states s ON s.id = q.id
     WHERE q.status <> 'FAILED' AND q.entity_type <> 'AUDIT' ORDER BY q.seq LIMIT ?`,
    [most],
  );
  return partOf(rows, ({ in_all: _all, ...row }) => row as OutboxItem);
}

/** What needed the person, read or not. */
const INBOX = `SELECT b.event_id, iif(q.entity_type = 'DELIVERY', q.entity_id, NULL) AS delivery_id, q.action, q.occurred_at, b.error_code, b.at,
          coalesce(${LABEL}, b.resolution ->> '$.data.reference' || ' · ' || (b.resolution ->> '$.data.client_name')) AS label,
          coalesce((SELECT body FROM plain_sync_queue WHERE id = q.id),
                   (SELECT body FROM plain_sync_archive WHERE id = q.id)) ->> '$.payload.cash_collected' AS cash,
          coalesce(b.resolution ->> '$.data.validated_by.name',
                   (SELECT u.name FROM plain_cache_users u
                    WHERE u.id = b.resolution ->> '$.data.validated_by.user_id')) AS other_name,
          b.resolution ->> '$.data.validated_at' AS other_at,
          q.queued AND b.event_id IN (SELECT event_id FROM sync_offers WHERE outcome IN ('set_aside', 'refused')) AS can_retry
   FROM plain_inbox b JOIN (SELECT id, action, entity_type, entity_id, occurred_at, 1 AS queued FROM sync_queue
                           UNION ALL SELECT id, action, entity_type, entity_id, occurred_at, 0 FROM sync_archive) q ON q.id = b.event_id`;

type InboxRow = Flagged<InboxItem, 'can_retry'>;
const inboxItemOf = (row: InboxRow): InboxItem => ({ ...row, can_retry: row.can_retry === 1 });

/** What needs the person or, `isRead`, what they have put away. */
const inboxOf = (sql: Sql, isRead: boolean): InboxItem[] =>
  sql
    .all<InboxRow>(`${INBOX} WHERE (b.seen_at IS NOT NULL) = ? AND q.entity_type <> 'AUDIT' ORDER BY b.at DESC`, [
      isRead ? 1 : 0,
    ])
    .map(inboxItemOf);

/** What became of an event that was refused, put away or not; null for any other. */
export const inboxItem = (sql: Sql, eventId: string): InboxItem | null =>
  sql.all<InboxRow>(`${INBOX} WHERE b.event_id = ?`, [eventId]).map(inboxItemOf)[0] ?? null;

export const inboxItems = (sql: Sql): InboxItem[] => inboxOf(sql, false);

/** What was read and is about no delivery: those stand in the history of deliveries. */
export const readItems = (sql: Sql): InboxItem[] =>
  inboxOf(sql, true).filter(({ action }) => action !== 'DELIVERY_VALIDATED' && action !== 'DELIVERY_FAILED');

export function counts(sql: Sql): Counts {
  const rows = sql.all<{ state: 'device' | 'depot' | 'person'; n: number }>(
    `SELECT iif(custody = 'hub', 'depot', 'device') AS state, count(*) AS n FROM sync_queue
     WHERE status <> 'FAILED' AND entity_type <> 'AUDIT' GROUP BY 1
     UNION ALL SELECT 'person', count(*) FROM inbox WHERE seen_at IS NULL AND event_id NOT IN (
       SELECT id FROM sync_queue WHERE entity_type = 'AUDIT' UNION ALL SELECT id FROM sync_archive WHERE entity_type = 'AUDIT')`,
  );
  const of = (state: 'device' | 'depot' | 'person') => rows.find((row) => row.state === state)?.n ?? 0;
  const [oldest] = sql.all<{ at: string | null }>(
    `SELECT min(occurred_at) AS at FROM sync_queue WHERE status <> 'FAILED' AND entity_type <> 'AUDIT'`,
  );
  return {
    device: of('device'),
    depot: of('depot'),
    person: of('person'),
    oldest_at: oldest?.at ?? null,
    contact: lastContact(sql),
  };
}
