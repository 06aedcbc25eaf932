-- Lifts a database of schema version 10 to version 11. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What was added to the contract on 2026-11-29: who a client is by law, what a product is called in Arabic, and how the
-- company's ERP names each thing.
ALTER TABLE depots ADD COLUMN address text;
ALTER TABLE depots ADD COLUMN phone text;
ALTER TABLE depots ADD COLUMN external_id text UNIQUE;

-- Roles of people who work for the whole company.
ALTER TABLE users DROP CONSTRAINT users_role_check;
ALTER TABLE users DROP CONSTRAINT users_check;
ALTER TABLE users ADD CONSTRAINT users_role_check
  CHECK (role IN ('admin', 'clerk', 'driver', 'seller', 'warehouse', 'dispatcher', 'accountant'));
ALTER TABLE users ADD CONSTRAINT users_check
  CHECK (role IN ('admin', 'dispatcher', 'accountant') OR depot_id IS NOT NULL);
ALTER TABLE users ADD COLUMN external_id text UNIQUE;

ALTER TABLE products ADD COLUMN name_ar text;
ALTER TABLE products ADD COLUMN unit_ar text;
ALTER TABLE products ADD COLUMN barcode text;
ALTER TABLE products ADD COLUMN category text;
ALTER TABLE products ADD COLUMN lot_tracked boolean NOT NULL DEFAULT false;
ALTER TABLE products ADD COLUMN price_lists jsonb;
ALTER TABLE products ADD COLUMN external_id text UNIQUE;

ALTER TABLE clients ADD COLUMN kind text CHECK (kind IN ('DISTRIBUTOR', 'WHOLESALER', 'SHOP', 'FAST_FOOD', 'PUBLIC'));
ALTER TABLE clients ADD COLUMN rc text;
ALTER TABLE clients ADD COLUMN nif text;
ALTER TABLE clients ADD COLUMN nis text;
ALTER TABLE clients ADD COLUMN ai text;
ALTER TABLE clients ADD COLUMN note text;
ALTER TABLE clients ADD COLUMN opening_hours text;
ALTER TABLE clients ADD COLUMN proof jsonb;
ALTER TABLE clients ADD COLUMN credit_limit bigint;
ALTER TABLE clients ADD COLUMN external_id text UNIQUE;

ALTER TABLE deliveries ADD COLUMN external_id text UNIQUE;
ALTER TABLE invoices ADD COLUMN clearance_id text;
ALTER TABLE lots ADD COLUMN state text NOT NULL DEFAULT 'OK' CHECK (state IN ('OK', 'BLOCKED', 'RECALLED'));
ALTER TABLE lots ADD COLUMN external_id text UNIQUE;

-- The company's legal identities: one row, or none yet.
CREATE TABLE company (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  name       text NOT NULL,
  legal_form text,
  activity   text,
  address    text,
  phone      text,
  capital    bigint,
  rc         text,
  nif        text,
  nis        text,
  ai         text
);
