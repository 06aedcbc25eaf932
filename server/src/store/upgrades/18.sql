-- Lifts a database of schema version 17 to version 18. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Where programs are told of changes. Nothing is queued: each has its place in the log of changes.
CREATE TABLE webhooks (
  id                uuid PRIMARY KEY,
  name              text NOT NULL,
  url               text NOT NULL,
  kinds             text[] NOT NULL,
  secret            text NOT NULL,
  -- Signs beside the new one, until then.
  former_secret     text,
  former_until      timestamptz,
  state             text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'PAUSED', 'STOPPED')),
  created_by        integer NOT NULL REFERENCES users,
  created_at        timestamptz NOT NULL,
  -- The last place of the log that it has had.
  pos               bigint NOT NULL,
  -- Which server sends, and until when no other one does.
  lease             uuid,
  leased_until      timestamptz,
  next_attempt_at   timestamptz NOT NULL,
  last_delivered_at timestamptz,
  failing_since     timestamptz,
  failures          integer NOT NULL DEFAULT 0,
  failure           text,
  failure_status    integer
);
CREATE INDEX webhooks_by_time ON webhooks (created_at, id);
