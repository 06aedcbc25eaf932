/** One sum that must hold in the whole database. */
export interface Check {
  name: string;
  /** What holds, for the line that says so. */
  holds: string;
  /** Gives a row for each place where it does not, in one column `found`: a sentence that names it. $1 at most so many. */
  sql: string;
}

const STOCK: Check[] = [
  {
    name: 'STOCK_IS_LOTS',
    holds: 'each stock level is the sum of its lots',
    sql: `SELECT format('product %s in depot %s: level %s, lots %s', product_id, depot_id, quantity, lots) AS found
      FROM (SELECT coalesce(s.depot_id, l.depot_id) AS depot_id, coalesce(s.product_id, l.product_id) AS product_id,
          coalesce(s.quantity, 0) AS quantity, coalesce(l.lots, 0) AS lots
        FROM stock_levels s FULL JOIN (SELECT depot_id, product_id, sum(remaining_quantity) AS lots FROM lots GROUP BY 1, 2) l
          USING (depot_id, product_id)) both_sides
      WHERE quantity <> lots ORDER BY depot_id, product_id LIMIT $1`,
  },
  {
    name: 'LOTS_ARE_MOVES',
    holds: 'each lot is what it received and what moved',
    sql: `SELECT format('lot %s (%s) in depot %s: left %s, received and moved %s', lot_number, id, depot_id,
        remaining_quantity, received_quantity + moved) AS found
      FROM lots JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS moved FROM stock_moves WHERE lot_id = lots.id) m ON true
      WHERE remaining_quantity <> received_quantity + moved ORDER BY id LIMIT $1`,
  },
  {
    name: 'MOVES_HAVE_LOTS',
    holds: 'each movement is of a lot that is there, and has a cause that is there',
    sql: `SELECT format('movement %s of lot %s by %s %s', m.id, m.lot_id, m.cause, m.event_id) AS found
      FROM stock_moves m
      WHERE NOT EXISTS (SELECT FROM lots l WHERE l.id = m.lot_id) OR NOT CASE m.cause
        WHEN 'EVENT' THEN EXISTS (SELECT FROM events e WHERE e.id = m.event_id AND e.status = 'APPLIED')
        WHEN 'CREDIT_NOTE' THEN EXISTS (SELECT FROM credit_notes c WHERE c.id = m.event_id)
        WHEN 'SETTLEMENT' THEN EXISTS (SELECT FROM lots l WHERE l.id = m.event_id)
        WHEN 'TRANSFER_SENT' THEN EXISTS (SELECT FROM transfers t WHERE t.id = m.event_id)
        WHEN 'TRANSFER_RECEIVED' THEN EXISTS (SELECT FROM transfers t WHERE t.id = m.event_id AND t.received_at IS NOT NULL)
        ELSE EXISTS (SELECT FROM stock_papers p WHERE p.id = m.event_id AND p.kind = m.cause) END
      ORDER BY m.id LIMIT $1`,
  },
];

const NUMBERED = `
  SELECT reference, depot_id, 'FAC' AS series FROM invoices
  UNION ALL SELECT reference, depot_id, 'AV' FROM credit_notes`;

const PAPERS: Check[] = [
  {
    name: 'NUMBERS_RUN',
    holds: 'invoices and credit notes run without a gap in each depot and year',
    sql: `WITH papers AS (
        SELECT reference, depot_id, series, (regexp_match(reference, '^[A-Z]+-[A-Z0-9]+-(\\d{4})-(\\d{6,9})$'))::integer[] AS part
        FROM (${NUMBERED}) numbered
      ), spent AS (
        SELECT series, depot_id, part[1] AS year, part[2] AS number FROM papers WHERE part IS NOT NULL
      ), wanted AS (
        SELECT series, depot_id, year, generate_series(1, greatest(max(number), (SELECT max(last) FROM document_counters c
          WHERE c.series = s.series AND c.depot_id = s.depot_id AND c.year = s.year))) AS number
        FROM spent s GROUP BY series, depot_id, year
      )
      SELECT format('%s of depot %s in %s: number %s is missing', series, depot_id, year, number) AS found
      FROM (SELECT * FROM wanted EXCEPT SELECT * FROM spent) gaps
      UNION ALL SELECT format('%s of depot %s is no number of its series', reference, depot_id) FROM papers
        WHERE part IS NULL OR reference NOT LIKE series || '-%'
      ORDER BY found LIMIT $1`,
  },
  {
    name: 'NOTHING_OVER_CREDITED',
    holds: 'no invoice is credited by more than its goods',
    sql: `SELECT format('%s: goods of %s, credited %s, noted %s', i.reference, i.total_ht + i.total_tva, n.total, i.credited_ttc) AS found
      FROM invoices i JOIN LATERAL (SELECT coalesce(sum(total_ttc), 0) AS total FROM credit_notes WHERE invoice_id = i.id) n ON true
      WHERE n.total > i.total_ht + i.total_tva OR n.total <> i.credited_ttc OR (i.cancelled_at IS NOT NULL AND n.total > 0)
      ORDER BY i.reference LIMIT $1`,
  },
  {
    name: 'ONE_INVOICE_A_NOTE',
    holds: 'no delivery note stands on two live invoices, and none is invoiced that was not made',
    sql: `SELECT format('delivery %s (%s, %s): on %s live invoices', reference, id, status, live) AS found
      FROM deliveries d JOIN LATERAL (SELECT (SELECT count(*) FROM invoices i WHERE i.delivery_id = d.id AND i.is_live)
          + (SELECT count(*) FROM invoice_notes n WHERE n.delivery_id = d.id AND n.is_live) AS live,
          (SELECT count(*) FROM invoice_notes n WHERE n.delivery_id = d.id AND n.is_live) AS summed) l ON true
      WHERE live > 1 OR (summed > 0 AND status NOT IN ('VALIDATED', 'PARTIAL'))
      UNION ALL SELECT format('invoice %s: its notes are live otherwise than itself', i.reference) FROM invoices i
        WHERE EXISTS (SELECT FROM invoice_notes n WHERE n.invoice_id = i.id AND n.is_live <> i.is_live)
      ORDER BY found LIMIT $1`,
  },
  {
    name: 'BALANCES_ARE_LEDGER',
    holds: 'each balance is the sum of its ledger',
    sql: `SELECT format('client %s: balance %s, ledger %s', c.id, c.balance, l.booked) AS found
      FROM clients c JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS booked FROM ledger WHERE client_id = c.id) l ON true
      WHERE c.balance <> l.booked ORDER BY c.id LIMIT $1`,
  },
  {
    name: 'LEDGER_IS_PAPERS',
    holds: 'each invoice, credit note, payment and bounced cheque is booked with its own amount',
    sql: `SELECT format('%s %s: %s on paper, %s booked', p.kind, p.id, p.amount, coalesce(l.amount::text, 'nothing')) AS found
      FROM (
        SELECT 'INVOICE' AS kind, id, total_ttc AS amount FROM invoices
        UNION ALL SELECT 'INVOICE_CANCELLED', id, -total_ttc FROM invoices WHERE cancelled_at IS NOT NULL
        UNION ALL SELECT 'CREDIT_NOTE', id, -total_ttc FROM credit_notes
        UNION ALL SELECT 'PAYMENT', id, -amount FROM payments
        UNION ALL SELECT 'PAYMENT_CANCELLED', id, amount FROM payments WHERE cancelled_at IS NOT NULL
        UNION ALL SELECT 'CHEQUE_BOUNCED', d.id, (d.cheque ->> 'amount')::bigint
          FROM cheque_states s JOIN deliveries d ON d.id = s.source_id WHERE s.bounced_at IS NOT NULL
      ) p LEFT JOIN ledger l ON l.source_id = p.id AND l.kind = p.kind
      WHERE l.amount IS DISTINCT FROM p.amount ORDER BY found LIMIT $1`,
  },
];

const EVENTS: Check[] = [
  {
    name: 'ONE_WINNER',
    holds: 'each delivery that was made has one validation that won',
    sql: `SELECT format('delivery %s (%s): %s, validated %s times', reference, id, status, wins) AS found
      FROM deliveries d JOIN LATERAL (SELECT count(*) AS wins FROM events e
        WHERE e.entity_id = d.id::text AND e.action = 'DELIVERY_VALIDATED' AND e.status = 'APPLIED') w ON true
      WHERE wins <> CASE WHEN status IN ('VALIDATED', 'PARTIAL') THEN 1 ELSE 0 END ORDER BY reference LIMIT $1`,
  },
  {
    name: 'EVERY_OUTCOME',
    holds: 'each event has an outcome, or says what it waits for',
    sql: `SELECT format('event %s (%s): %s', id, action, status) AS found FROM events
      WHERE (status = 'REJECTED' AND error_code IS NULL) OR (status = 'WAITING') <> (waits_for IS NOT NULL)
      ORDER BY stored_at, id LIMIT $1`,
  },
  {
    name: 'NOTHING_WAITS_IN_VAIN',
    holds: 'nothing waits for what is there',
    sql: `SELECT format('event %s waits for %s', e.id, e.waits_for) AS found FROM events e
      WHERE e.status = 'WAITING' AND CASE split_part(e.waits_for, ':', 1)
        WHEN 'CLIENT' THEN EXISTS (SELECT FROM clients c WHERE c.id::text = split_part(e.waits_for, ':', 2))
        WHEN 'DELIVERY' THEN EXISTS (SELECT FROM deliveries d WHERE d.id::text = split_part(e.waits_for, ':', 2))
        WHEN 'EVENT' THEN EXISTS (SELECT FROM events o WHERE o.id::text = split_part(e.waits_for, ':', 2))
        ELSE false END
      ORDER BY e.stored_at, e.id LIMIT $1`,
  },
  {
    name: 'JOURNALS_ARE_WHOLE',
    holds: 'each journal holds every number that it is said to hold',
    sql: `SELECT format('device %s: complete up to %s, held %s', device_id, complete_up_to, held) AS found
      FROM journals j JOIN LATERAL (SELECT count(DISTINCT e.seq) AS held FROM events e
        WHERE e.device_id = j.device_id AND e.seq <= j.complete_up_to) h ON true
      WHERE held < complete_up_to AND NOT EXISTS (SELECT FROM refused_copies r WHERE r.brought_by = j.device_id)
      ORDER BY device_id LIMIT $1`,
  },
];

const CHAINS: Check[] = [
  {
    name: 'CHAINS_ARE_LINKED',
    holds: 'each event of a whole journal follows the one before it; a fork that HQ knows of is left out',
    sql: `SELECT format('event %s, number %s of device %s, follows none that is here', e.id, e.seq, e.device_id) AS found
      FROM journals j JOIN events e ON e.device_id = j.device_id AND e.seq BETWEEN 2 AND j.complete_up_to
      WHERE NOT EXISTS (SELECT FROM events p WHERE p.device_id = e.device_id AND p.seq = e.seq - 1
          AND p.checksum = e.body::json ->> 'prev_checksum')
        AND NOT EXISTS (SELECT FROM refused_copies r WHERE r.brought_by = j.device_id)
        AND NOT EXISTS (SELECT FROM alerts a WHERE a.device_id = j.device_id AND a.kind = 'JOURNAL_FORK')
      ORDER BY e.device_id, e.seq LIMIT $1`,
  },
  {
    name: 'TOURS_STAND',
    holds:
      'each tour stands where its events have brought it, and a settled one differs by what was counted less what was expected',
    sql: `SELECT format('tour %s.%s: %s, loaded %s times, counted %s times, cash counted %s, expected %s, differs %s', driver_user_id, day,
        state, loaded, counts, cash_counted, cash_expected, cash_differs) AS found
      FROM (SELECT t.*, (settlement #>> '{counted,cash}')::bigint AS cash_counted,
          (settlement #>> '{expected,cash}')::bigint AS cash_expected, (settlement #>> '{differences,cash}')::bigint AS cash_differs
        FROM tours t) t
      JOIN LATERAL (SELECT count(*) FILTER (WHERE action = 'VAN_LOADED') AS loaded,
          count(*) FILTER (WHERE action = 'TOUR_COUNTED') AS counts, count(*) FILTER (WHERE action = 'TOUR_CONFIRMED') AS signed
        FROM events WHERE entity_id = t.driver_user_id || '.' || t.day AND entity_type = 'TOUR' AND status = 'APPLIED') e ON true
      WHERE NOT CASE state
        WHEN 'PLANNED' THEN loaded = 0 AND counts = 0
        WHEN 'LOADED' THEN loaded > 0 AND counts = 0
        WHEN 'COUNTED' THEN counts > 0
        WHEN 'WAITING_FOR_EVENTS' THEN signed > 0 AND confirmed_device IS NOT NULL
        ELSE settled_at IS NOT NULL AND settlement IS NOT NULL AND (signed > 0 OR settled_by IS NOT NULL)
          AND (cash_counted IS NULL OR cash_differs = cash_counted - cash_expected) END
      ORDER BY day, driver_user_id LIMIT $1`,
  },
];

export const CHECKS: readonly Check[] = [...STOCK, ...PAPERS, ...EVENTS, ...CHAINS];
