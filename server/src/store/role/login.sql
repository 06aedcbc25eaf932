-- Makes the account of a running server where there is none, and has it know this secret. Roles belong to the whole
-- cluster: servers of other databases may be doing the same.
DO $$
DECLARE
  server text := current_setting('manchengo.role');
  secret text := current_setting('manchengo.secret');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = server) THEN
    EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L', server, secret);
  ELSIF current_setting('manchengo.renew') = 'yes' THEN
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', server, secret);
  END IF;
EXCEPTION
  -- Another server was first.
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
