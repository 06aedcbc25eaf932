import type { Sql } from './sql.ts';
import type { DeliveryRecord, HistoryItem, Part } from './views.ts';

/** What was recorded here about deliveries. It is told by this phone's own record: the delivery may never have been here. */
const RECORDED = `
  SELECT v.delivery_id, v.action, v.id AS event_id, v.validated_at AS at, v.is_partial,
         coalesce(s.state, 'hq') AS state, s.error_code,
         v.record, d.total_ttc AS ordered_ttc, d.reference, d.client_name,
         i.resolution ->> '$.data.reference' AS told_reference, i.resolution ->> '$.data.client_name' AS told_client
  FROM plain_pending_delivery_validations v
  LEFT JOIN event_states s ON s.id = v.id
  LEFT JOIN plain_cache_deliveries_pending d ON d.id = v.delivery_id
  LEFT JOIN plain_inbox i ON i.event_id = v.id`;

type Row = Omit<HistoryItem, 'is_partial' | 'record'> & {
  is_partial: number;
  record: string | null;
  reference: string | null;
  client_name: string | null;
  ordered_ttc: number | null;
  told_reference: string | null;
  told_client: string | null;
};

const NO_RECORD: DeliveryRecord = {
  reference: null,
  client_name: null,
  total_ttc: null,
  ordered_ttc: null,
  cash: null,
  lines: null,
  said: null,
};

function item({
  is_partial,
  record,
  reference,
  client_name,
  ordered_ttc,
  told_reference,
  told_client,
  ...rest
}: Row): HistoryItem {
  const own: DeliveryRecord = record === null ? NO_RECORD : { ...NO_RECORD, ...JSON.parse(record) };
  return {
    ...rest,
    is_partial: is_partial === 1,
    record: {
      ...own,
      reference: own.reference ?? reference ?? told_reference,
      client_name: own.client_name ?? client_name ?? told_client,
      // An app of before has recorded no such thing.
      ordered_ttc: own.ordered_ttc ?? ordered_ttc,
    },
  };
}

export const localAction = (sql: Sql, eventId: string): HistoryItem | null =>
  sql.all<Row>(`${RECORDED} WHERE v.id = ?`, [eventId]).map(item)[0] ?? null;

export const lastRecorded = (sql: Sql, deliveryId: string): HistoryItem | null =>
  sql
    .all<Row>(`${RECORDED} WHERE v.delivery_id = ? ORDER BY v.validated_at DESC, v.id DESC LIMIT 1`, [deliveryId])
    .map(item)[0] ?? null;

/** What waits to be handed in, or for its author to read it, stands above in lists of its own. */
const IS_SETTLED = `v.id NOT IN (SELECT id FROM sync_queue WHERE status <> 'FAILED')
  AND v.id NOT IN (SELECT event_id FROM inbox WHERE seen_at IS NULL)`;

export function history(sql: Sql, most: number): Part<HistoryItem> {
  const [count] = sql.all<{ n: number }>(
    `SELECT count(*) AS n FROM pending_delivery_validations v WHERE ${IS_SETTLED}`,
  );
  const rows = sql.all<Row>(`${RECORDED} WHERE ${IS_SETTLED} ORDER BY v.validated_at DESC, v.id DESC LIMIT ?`, [most]);
  return { items: rows.map(item), total: count?.n ?? 0 };
}
