-- Lifts a database of schema version 14 to version 15. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- HQ's inbox lists what somebody asked to have corrected.
CREATE INDEX events_corrections ON events (stored_at, id) WHERE action = 'CORRECTION_REQUESTED';
