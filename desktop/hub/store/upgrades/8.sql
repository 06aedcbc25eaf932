-- Lifts a hub's file of schema version 7 to version 8. What is written here stands in schema.sql too.

-- Files of phones' unsent entries, as they were imported here: HQ alone can open them, and the phones keep what is in them.
-- state: 0 waits for HQ · 1 HQ has taken it · 2 HQ refuses it. `reason`: why it waits, or is refused. `outcome`: what HQ
-- made of it, in JSON. `body`: NULL when HQ has had it for long.
CREATE TABLE queue_files (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256     BLOB NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  size       INTEGER NOT NULL,
  body       BLOB,
  user_name  TEXT NOT NULL,
  taken_at   INTEGER NOT NULL,
  state      INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  reason     TEXT,
  outcome    TEXT,
  ended_at   INTEGER
) STRICT;
