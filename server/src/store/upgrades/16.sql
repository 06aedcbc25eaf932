-- Lifts a database of schema version 15 to version 16. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Programs that may call HQ's API, each by one key, of which only the SHA-256 is kept.
CREATE TABLE service_accounts (
  id           uuid PRIMARY KEY,
  name         text NOT NULL,
  key_prefix   text NOT NULL,
  key_hash     text NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  -- The only depot that it sees; null: all.
  depot_id     integer REFERENCES depots,
  created_by   integer NOT NULL REFERENCES users,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX service_accounts_by_time ON service_accounts (created_at, id);
