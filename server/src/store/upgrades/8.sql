-- Lifts a database of schema version 7 to version 8. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Invoices that HQ cancels or credits.
ALTER TABLE invoices ADD COLUMN cancelled_at timestamptz;
ALTER TABLE invoices ADD COLUMN cancelled_by integer REFERENCES users;
ALTER TABLE invoices ADD COLUMN cancel_reason text;
ALTER TABLE invoices ADD COLUMN credited_ttc bigint NOT NULL DEFAULT 0;
ALTER TABLE invoices ADD COLUMN is_live boolean NOT NULL DEFAULT true;
DROP INDEX invoices_one_a_delivery;
CREATE UNIQUE INDEX invoices_one_a_delivery ON invoices (delivery_id) WHERE delivery_id IS NOT NULL AND is_live;
CREATE INDEX invoices_by_delivery ON invoices (delivery_id) WHERE delivery_id IS NOT NULL;

CREATE TABLE credit_notes (
  id         uuid PRIMARY KEY,
  reference  text NOT NULL UNIQUE,
  invoice_id uuid NOT NULL REFERENCES invoices,
  depot_id   integer NOT NULL REFERENCES depots,
  client_id  uuid NOT NULL REFERENCES clients,
  lines      jsonb NOT NULL,
  by_rate    jsonb NOT NULL,
  total_ht   bigint NOT NULL,
  total_tva  bigint NOT NULL,
  total_ttc  bigint NOT NULL,
  goods_back boolean NOT NULL,
  reason     text NOT NULL,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL
);
CREATE INDEX credit_notes_by_invoice ON credit_notes (invoice_id);
CREATE INDEX credit_notes_by_time ON credit_notes (created_at, id);
CREATE TRIGGER credit_notes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_notes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

ALTER TABLE document_counters DROP CONSTRAINT document_counters_series_check;
ALTER TABLE document_counters ADD CONSTRAINT document_counters_series_check CHECK (series IN ('BL', 'FAC', 'AV'));

-- What moved goods: so far events, and received lots that settled a shortfall.
ALTER TABLE stock_moves ADD COLUMN cause text NOT NULL DEFAULT 'EVENT';
UPDATE stock_moves SET cause = 'SETTLEMENT' WHERE event_id IN (SELECT id FROM lots);
