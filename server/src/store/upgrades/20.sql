-- Lifts a database of schema version 19 to version 20. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- The delivery notes that one invoice of HQ sums up. `is_live` is the invoice's.
CREATE TABLE invoice_notes (
  invoice_id  uuid NOT NULL REFERENCES invoices,
  delivery_id uuid NOT NULL REFERENCES deliveries,
  is_live     boolean NOT NULL DEFAULT true,
  PRIMARY KEY (invoice_id, delivery_id)
);
-- One live invoice a delivery, here too; that none names it by itself as well is seen behind the delivery's lock.
CREATE UNIQUE INDEX invoice_notes_one_a_delivery ON invoice_notes (delivery_id) WHERE is_live;
CREATE INDEX invoice_notes_by_delivery ON invoice_notes (delivery_id);
