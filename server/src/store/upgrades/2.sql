-- Lifts a database of schema version 1 to version 2. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- When a revoked device was told, and when it confirmed its wipe.
ALTER TABLE devices ADD COLUMN wipe_told_at timestamptz, ADD COLUMN wipe_confirmed_at timestamptz;
