-- Lifts a hub's file of version 1 to version 2. What is written here stands in schema.sql too, which is always the whole
-- of the current version; a test compares what both come to.

-- What a hub has told revoked devices, and what they have told it.
ALTER TABLE revoked_devices ADD COLUMN told_at INTEGER;
ALTER TABLE revoked_devices ADD COLUMN told_sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revoked_devices ADD COLUMN wiped_token TEXT;
