-- Lifts a hub's file of schema version 2 to version 3. What is written here stands in schema.sql too.

-- Users whose accounts HQ has closed.
CREATE TABLE closed_users (user_id INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID;
