-- Lifts a database of schema version 2 to version 3. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What devices' and hubs' own contacts have shown of their clocks, and hubs' words about time that could not be.
CREATE TABLE clock_contacts (
  node_id uuid NOT NULL,
  day     date NOT NULL,
  lowest  bigint NOT NULL,
  highest bigint NOT NULL,
  recent  bigint[] NOT NULL,
  PRIMARY KEY (node_id, day)
);
ALTER TABLE events ADD COLUMN claimed jsonb;

-- When an account was closed. Of one that was closed before this column came, everything is held, as it was then.
ALTER TABLE users ADD COLUMN closed_at timestamptz;

-- Former prices and rates: an invoice is measured by what was valid when its phone was last online.
CREATE TABLE product_terms (
  product_id integer NOT NULL REFERENCES products,
  until      timestamptz NOT NULL,
  price_ht   bigint NOT NULL,
  tva_rate   double precision NOT NULL,
  PRIMARY KEY (product_id, until)
);

-- The name under which shortfalls are booked is no longer one that a received lot may bear.
UPDATE lots SET lot_number = lot_number || ' (lot)' WHERE upper(lot_number) = 'MANQUANT' AND received_quantity > 0;
