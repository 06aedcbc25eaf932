-- Lifts a database of schema version 5 to version 6. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- How each hub says it is, and by which run of its program: two at once are two PCs with one data folder.
ALTER TABLE hubs ADD COLUMN health jsonb;
ALTER TABLE hubs ADD COLUMN health_at timestamptz;
ALTER TABLE hubs ADD COLUMN run_id uuid;
ALTER TABLE hubs ADD COLUMN former_run_id uuid;
