-- Lifts a database of schema version 21 to version 22. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- The company's own rules of stamp duty on cash, by the day on which each begins. Of two for one day the later counts; none
-- is ever for a day that has begun, so that the past stays as it was.
CREATE TABLE stamp_rules (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  since      date NOT NULL,
  rule       jsonb NOT NULL,
  reason     text NOT NULL,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL
);
CREATE TRIGGER stamp_rules_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stamp_rules
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
