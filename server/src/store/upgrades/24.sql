-- Lifts a database of schema version 23 to version 24. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Bodies that are parsed here and now: PostgreSQL 17 and later fill an index under a `search_path` of their own, where a
-- text would not find `folded`, and so databases there have neither index yet.
CREATE OR REPLACE FUNCTION client_search(name text, phone text, address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN folded(name || ' ' || coalesce(phone, '') || ' ' || coalesce(address, '')) || ' ' ||
    regexp_replace(folded(coalesce(phone, '')), '[^0-9]', '', 'g');
CREATE OR REPLACE FUNCTION act_search(user_name text, entity_name text, reason text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN folded(user_name || ' ' || coalesce(entity_name, '') || ' ' || coalesce(reason, ''));

-- Searches look inside words. Where PostgreSQL has no such extension, or the database's owner may not add it, they read
-- every row; any other fault is one.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
  RAISE NOTICE 'Searches go without an index: %', SQLERRM;
END $$;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)) THEN
    CREATE INDEX IF NOT EXISTS clients_by_search ON clients USING gin (client_search(name, phone, address) gin_trgm_ops);
    CREATE INDEX IF NOT EXISTS acts_by_search ON acts USING gin (act_search(user_name, entity_name, reason) gin_trgm_ops);
  END IF;
END $$;
