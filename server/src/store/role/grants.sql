-- What a running server may do, granted anew at each start by the database's owner, in one transaction: to read, to add,
-- and to change and delete only where a rule needs it. It can neither change the schema nor take back what was booked.
DO $$
DECLARE
  server  text := current_setting('manchengo.role');
  named   text := quote_ident(server);
  -- Whoever may delete events or moves of stock could make a delivery undone; nothing in the product does.
  written text[] := ARRAY['events', 'stock_moves', 'ledger', 'credit_notes', 'stock_papers', 'stamp_rules', 'tva_rules', 'journal_accounts', 'changes', 'change_audience', 'unnumbered_changes', 'positions', 'refused_copies', 'earlier_posts', 'product_terms',
                          'client_depots', 'blob_pieces', 'blobs', 'acts', 'inbox_answers', 'audit_steps'];
  swept   text[] := ARRAY['batches', 'refresh_tokens', 'spent_assertions', 'reset_codes', 'tries', 'changes', 'change_audience', 'unnumbered_changes', 'positions',
                          'refused_copies', 'client_depots', 'blobs', 'blob_uploads', 'blob_pieces', 'alerts', 'clock_contacts', 'repeats'];
  listed  text;
  -- Of the account and not of each session, so that they hold behind a pooler of connections, too.
  limits  text[] := ARRAY['statement_timeout=30s', 'idle_in_transaction_session_timeout=60s'];
BEGIN
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %s', current_schema(), named);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', current_schema(), named);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA %I TO %s', current_schema(), named);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %s', current_schema(), named);
  FOREACH listed IN ARRAY written LOOP
    EXECUTE format('REVOKE UPDATE ON %I FROM %s', listed, named);
  END LOOP;
  -- An event's end may change (it waited, or an admin took it out of quarantine); what was said never does.
  EXECUTE format('GRANT UPDATE (status, error_code, resolution, waits_for) ON events TO %s', named);
  -- A move that was dated by a clock that was ahead.
  EXECUTE format('GRANT UPDATE (until) ON earlier_posts TO %s', named);
  FOREACH listed IN ARRAY swept LOOP
    EXECUTE format('GRANT DELETE ON %I TO %s', listed, named);
  END LOOP;
  IF NOT EXISTS (
    SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
    WHERE r.rolname = server AND d.datname = current_database() AND s.setconfig @> limits
  ) THEN
    BEGIN
      FOREACH listed IN ARRAY limits LOOP
        EXECUTE format('ALTER ROLE %s IN DATABASE %I SET %s = %L', named, current_database(),
                       split_part(listed, '=', 1), split_part(listed, '=', 2));
      END LOOP;
    EXCEPTION
      -- An account that somebody else made, and this owner may not change: it works without the limits.
      WHEN insufficient_privilege THEN NULL;
    END;
  END IF;
END $$;
