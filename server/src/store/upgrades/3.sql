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

-- Text as it is searched, letter for letter as `folded` in shared/domain/search.ts has it; a test compares the two.
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(replace(replace(replace(replace(
    translate(
      lower(regexp_replace(normalize($1, NFD), U&'[\0300-\036F\0610-\061A\0640\064B-\065F\0670\06D6-\06DC\06DF-\06E4\06E7\06E8\06EA-\06ED\200B-\200F\202A-\202E\2066-\2069]', '', 'g') COLLATE "C"),
      U&'\00D8\0141\0110\0671\0649\06CC\06D0\0629\06D5\06C1\06A9\06AA\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\00F8\0142\0111\0131\2019\2018\02BC\00A0\202F\2007\2009\2013\2014\2011',
      U&'old\0627\064A\064A\064A\0647\0647\0647\0643\064301234567890123456789oldi\0027\0027\0027    ---'),
    U&'\0153', 'oe'), U&'\00E6', 'ae'), U&'\00DF', 'ss'), U&'\0152', 'oe'), U&'\00C6', 'ae')
$$;

-- A code as it is compared (`normaliseCode`): kept as it was written, and no second one that differs by blanks or case.
CREATE FUNCTION code_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT upper(replace(normalize($1, NFKC), ' ', '') COLLATE "C")
$$;

-- What a client is searched by: a telephone number as it is written, and its digits alone.
CREATE FUNCTION client_search(name text, phone text, address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT folded(name || ' ' || coalesce(phone, '') || ' ' || coalesce(address, '')) || ' ' ||
    regexp_replace(folded(coalesce(phone, '')), '[^0-9]', '', 'g')
$$;

-- Names as they are kept from now on, and one product or lot a code, whatever its blanks and case.
UPDATE clients SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;
UPDATE products SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED;
UPDATE products p SET code = p.code || '-' || p.id
  WHERE EXISTS (SELECT FROM products o WHERE code_key(o.code) = code_key(p.code) AND o.id < p.id);
ALTER TABLE products DROP CONSTRAINT products_code_key;
CREATE UNIQUE INDEX products_by_code ON products (code_key(code));
UPDATE lots l SET lot_number = l.lot_number || '-' || left(l.id::text, 8)
  WHERE EXISTS (SELECT FROM lots o WHERE o.depot_id = l.depot_id AND o.product_id = l.product_id
    AND code_key(o.lot_number) = code_key(l.lot_number) AND o.id < l.id);
ALTER TABLE lots DROP CONSTRAINT lots_depot_id_product_id_lot_number_key;
CREATE UNIQUE INDEX lots_by_number ON lots (depot_id, product_id, code_key(lot_number));
DROP INDEX clients_by_name;
CREATE INDEX clients_by_name ON clients (folded(name), id);

-- Tries at passwords and codes, counted for all servers together.
CREATE UNLOGGED TABLE tries (
  kind  text NOT NULL,
  name  text NOT NULL,
  count integer NOT NULL,
  most  integer NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (kind, name)
);
CREATE INDEX tries_by_time ON tries (until);

-- Codes that let a device be given up, beside those for a forgotten password.
ALTER TABLE reset_codes ADD COLUMN purpose text NOT NULL DEFAULT 'PASSWORD' CHECK (purpose IN ('PASSWORD', 'DEVICE'));
ALTER TABLE reset_codes DROP CONSTRAINT reset_codes_pkey, ADD PRIMARY KEY (user_id, purpose);

-- What a caller has brought is counted while no event names it.
CREATE INDEX blob_uploads_by_caller ON blob_uploads (uploaded_by);
