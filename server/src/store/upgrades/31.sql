-- Lifts a database of schema version 30 to version 31. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- The cheques of some days, whenever their deliveries were planned.
CREATE INDEX deliveries_with_cheque ON deliveries (validated_at) WHERE cheque IS NOT NULL;
