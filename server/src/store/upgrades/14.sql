-- Lifts a database of schema version 13 to version 14. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What people did on their devices, a row a step, as its device signed it in an AUDIT_BATCH. Never changed.
CREATE TABLE audit_steps (
  -- In the order in which a device took them.
  number       bigint GENERATED ALWAYS AS IDENTITY,
  id           uuid NOT NULL,
  event_id     uuid NOT NULL,
  -- Of the event: its signature proves them. A foreign key would lock rows out of the order of locks.
  device_id    uuid NOT NULL,
  user_id      integer NOT NULL,
  action       text NOT NULL,
  entity_type  text NOT NULL,
  entity_id    text NOT NULL,
  -- By the device's own clock.
  occurred_at  timestamptz NOT NULL,
  context      jsonb NOT NULL,
  payload_hash text NOT NULL,
  PRIMARY KEY (id, device_id)
);
CREATE INDEX audit_steps_by_time ON audit_steps (occurred_at, number);
CREATE INDEX audit_steps_by_device ON audit_steps (device_id, occurred_at, number);
CREATE INDEX audit_steps_by_user ON audit_steps (user_id, occurred_at, number);
CREATE INDEX audit_steps_by_action ON audit_steps (action, occurred_at, number);
CREATE TRIGGER audit_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_steps
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
