-- Lifts a hub's file of schema version 4 to version 5. What is written here stands in schema.sql too.

-- The replica holds lots, tours and payments as well, which a program of before has skipped.
INSERT INTO meta (key, value) SELECT 'stale_scope', 'here' FROM meta WHERE key = 'cursor';
