-- Lifts a database of schema version 27 to version 30. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- When a row was written last, whoever wrote it: for programs that keep a copy. What was there before counts as written now.
CREATE FUNCTION note_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;
ALTER TABLE depots ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER depots_updated BEFORE UPDATE ON depots FOR EACH ROW EXECUTE FUNCTION note_update();
ALTER TABLE users ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER users_updated BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_update();
ALTER TABLE products ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER products_updated BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION note_update();
ALTER TABLE deliveries ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER deliveries_updated BEFORE UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION note_update();
ALTER TABLE invoices ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER invoices_updated BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION note_update();
ALTER TABLE payments ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER payments_updated BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION note_update();
ALTER TABLE lots ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER lots_updated BEFORE UPDATE ON lots FOR EACH ROW EXECUTE FUNCTION note_update();
