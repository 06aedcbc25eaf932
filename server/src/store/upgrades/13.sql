-- Lifts a database of schema version 12 to version 13. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What a driver records at a delivery beside the goods, and whether a lot was read on the goods or follows from FIFO.
ALTER TABLE deliveries ADD COLUMN cheque jsonb;
ALTER TABLE deliveries ADD COLUMN empties jsonb;
ALTER TABLE stock_moves ADD COLUMN is_recorded boolean NOT NULL DEFAULT false;
