-- Lifts a database of schema version 1 to version 2. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- When a revoked device was told, and when it confirmed its wipe.
ALTER TABLE devices ADD COLUMN wipe_told_at timestamptz, ADD COLUMN wipe_confirmed_at timestamptz;

-- One-time codes that open a forgotten password, one a user at most. Kept as hashes.
CREATE TABLE reset_codes (
  user_id    integer PRIMARY KEY REFERENCES users,
  code_hash  text NOT NULL,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  attempts   integer NOT NULL DEFAULT 0
);
