-- Lifts a hub's file of schema version 5 to version 6. What is written here stands in schema.sql too.

-- What needs a hand, and a clerk has seen to it here.
ALTER TABLE relay_queue ADD COLUMN answered_at INTEGER;
CREATE INDEX relay_unanswered ON relay_queue (ended_at) WHERE error_code IS NOT NULL AND answered_at IS NULL;

-- Clerks who act at this PC. Each is a device of HQ's, by a key of this PC. `secrets`: that key and the session's tokens,
-- sealed. `believed_until`: by the server's time. `seq` and `checksum`: the last link of the clerk's journal here.
CREATE TABLE clerks (
  user_id        INTEGER PRIMARY KEY,
  username       TEXT NOT NULL,
  device_id      BLOB NOT NULL UNIQUE,
  name           TEXT NOT NULL,
  pin_hash       TEXT NOT NULL,
  wrong_pins     INTEGER NOT NULL DEFAULT 0,
  paused_until   INTEGER NOT NULL DEFAULT 0,
  renewed_at     INTEGER NOT NULL,
  believed_until INTEGER NOT NULL,
  secrets        BLOB NOT NULL,
  seq            INTEGER NOT NULL DEFAULT 0,
  checksum       TEXT
) STRICT;

-- What clerks did here, only ever added. Each is an event of the relay queue as well.
CREATE TABLE desk_acts (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id   BLOB NOT NULL UNIQUE,
  at         INTEGER NOT NULL,
  user_name  TEXT NOT NULL,
  what       TEXT NOT NULL,
  about_name TEXT,
  reason     TEXT
) STRICT;
CREATE TRIGGER desk_acts_unchanged BEFORE UPDATE ON desk_acts BEGIN SELECT raise(ABORT, 'desk_acts is append-only'); END;
CREATE TRIGGER desk_acts_kept BEFORE DELETE ON desk_acts BEGIN SELECT raise(ABORT, 'desk_acts is append-only'); END;
