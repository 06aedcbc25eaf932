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

-- Fraud signals: whom an alert is about, what it is about, who has seen it; and the stops that signals compare.
ALTER TABLE alerts ADD COLUMN user_id integer, ADD COLUMN subject text, ADD COLUMN seen_by integer REFERENCES users,
  ADD COLUMN seen_at timestamptz;
CREATE UNIQUE INDEX alerts_by_subject ON alerts (kind, subject) WHERE subject IS NOT NULL;
CREATE TABLE stops (
  user_id    integer NOT NULL,
  at         timestamptz NOT NULL,
  event_id   uuid NOT NULL,
  device_id  uuid NOT NULL,
  seq        integer NOT NULL,
  lat        double precision,
  lng        double precision,
  accuracy_m double precision,
  PRIMARY KEY (user_id, at, event_id)
);

-- Keys that follow one another, each endorsed by the one before it.
ALTER TABLE signing_keys ADD COLUMN endorsement text;
ALTER TABLE signing_keys ALTER COLUMN private_jwk DROP NOT NULL;

-- Ids of assertions that have bought a token.
CREATE TABLE spent_assertions (
  hub_id   uuid NOT NULL REFERENCES hubs,
  jti_hash text NOT NULL,
  until    timestamptz NOT NULL,
  PRIMARY KEY (hub_id, jti_hash)
);
CREATE INDEX spent_assertions_by_time ON spent_assertions (until);
