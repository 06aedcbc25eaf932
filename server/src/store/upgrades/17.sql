-- Lifts a database of schema version 16 to version 17. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- A client's papers, and the invoices of some days, are found without reading all of them.
CREATE INDEX deliveries_by_client ON deliveries (client_id, planned_for, reference);
CREATE INDEX invoices_by_time ON invoices (created_at, id);
CREATE INDEX invoices_by_client ON invoices (client_id, created_at, id);
