-- Lifts a database of schema version 24 to version 25. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- HQ's lists of tours and of what nobody has looked at yet, however many years lie behind.
CREATE INDEX tours_by_day ON tours (day, driver_user_id);
CREATE INDEX alerts_unseen ON alerts (created_at, id) WHERE seen_at IS NULL;
