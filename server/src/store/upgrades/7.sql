-- Lifts a database of schema version 6 to version 7. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What people at HQ did, a row an act, never changed: who, from which device, what was before and after, and why. Written
-- in the transaction of the act itself.
CREATE TABLE acts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  -- A person and a device that a session has proved: a foreign key would lock their rows out of the order of locks.
  user_id     integer NOT NULL,
  -- As the person was called then.
  user_name   text NOT NULL,
  device_id   uuid NOT NULL,
  what        text NOT NULL,
  entity_type text NOT NULL,
  entity_id   text NOT NULL,
  entity_name text,
  before      jsonb,
  after       jsonb,
  reason      text
);
CREATE INDEX acts_by_time ON acts (at, id);
CREATE INDEX acts_by_user ON acts (user_id, at, id);
CREATE INDEX acts_by_what ON acts (what, at, id);
CREATE INDEX acts_by_entity ON acts (entity_id, at, id);

CREATE FUNCTION act_search(user_name text, entity_name text, reason text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT folded(user_name || ' ' || coalesce(entity_name, '') || ' ' || coalesce(reason, ''))
$$;

-- Nobody takes an act back, whoever owns the database.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER acts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON acts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Answers of HQ's API for whoever repeats a request under its `Idempotency-Key`: named by a hash, sealed under the key.
CREATE TABLE repeats (
  name        text PRIMARY KEY,
  -- What the key stands for: a hash of the request.
  content     text NOT NULL,
  answer      bytea NOT NULL,
  answered_at timestamptz NOT NULL
);
CREATE INDEX repeats_by_time ON repeats (answered_at);
