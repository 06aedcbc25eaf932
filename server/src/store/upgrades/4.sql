-- Lifts a database of schema version 3 to version 4. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Why each client's balance is what it is: one row of a kind for each invoice or delivery, never changed.
CREATE TABLE ledger (
  kind      text NOT NULL,
  source_id uuid NOT NULL,
  client_id uuid NOT NULL,
  amount    bigint NOT NULL,
  booked_at timestamptz NOT NULL,
  PRIMARY KEY (kind, source_id)
);

-- What had been invoiced and collected before there were balances.
INSERT INTO ledger (kind, source_id, client_id, amount, booked_at)
SELECT 'INVOICE', id, client_id, total_ttc, created_at FROM invoices;
INSERT INTO ledger (kind, source_id, client_id, amount, booked_at)
SELECT 'PAID_AT_ONCE', id, client_id, -total_ttc, created_at FROM invoices WHERE payment = 'CASH' AND delivery_id IS NULL;
INSERT INTO ledger (kind, source_id, client_id, amount, booked_at)
SELECT 'COLLECTED', d.id, d.client_id, -(e.body::json #>> '{payload,cash_collected}')::numeric::bigint, e.stored_at
FROM deliveries d JOIN events e ON e.id = d.validated_event
-- A number of JSON may be written in more than one way.
WHERE (e.body::json #>> '{payload,cash_collected}')::numeric > 0;
CREATE INDEX ledger_by_client ON ledger (client_id, booked_at);

ALTER TABLE clients ADD COLUMN balance_as_of timestamptz NOT NULL DEFAULT now();
UPDATE clients c SET balance = l.balance, balance_as_of = l.as_of
FROM (SELECT client_id, sum(amount)::bigint AS balance, max(booked_at) AS as_of FROM ledger GROUP BY client_id) l
WHERE c.id = l.client_id;
