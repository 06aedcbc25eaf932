-- Lifts a hub's file of schema version 2 to version 3. What is written here stands in schema.sql too.

-- Users whose accounts HQ has closed.
CREATE TABLE closed_users (user_id INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID;

-- What a device has brought is counted while no event names it.
CREATE INDEX blob_owners_by_device ON blob_owners (device_id);
