-- Lifts a database of schema version 22 to version 23. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Rates of TVA that begin on a day, each for some products. Of two for one product and day the later counts; none is ever
-- for a day that has begun, so that the past stays as it was.
CREATE TABLE tva_rules (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  since       date NOT NULL,
  tva_rate    double precision NOT NULL CHECK (tva_rate BETWEEN 0 AND 100),
  product_ids integer[] NOT NULL,
  reason      text NOT NULL,
  created_by  integer NOT NULL REFERENCES users,
  created_at  timestamptz NOT NULL
);
CREATE TRIGGER tva_rules_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tva_rules
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- The accounts into which the sales journal books, by the first month of each; never for a month that is closed.
CREATE TABLE journal_accounts (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  since      text NOT NULL CHECK (since ~ '^[0-9]{4}-[0-9]{2}$'),
  accounts   jsonb NOT NULL,
  reason     text NOT NULL,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL
);
CREATE TRIGGER journal_accounts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_accounts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- What each product bears of them, as devices are told it: [{since, tva_rate}].
ALTER TABLE products ADD COLUMN tva_rates jsonb;
