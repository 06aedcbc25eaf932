-- Lifts a database of schema version 18 to version 19. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Keys to which phones encrypt a file that HQ alone reads.
ALTER TABLE signing_keys DROP CONSTRAINT signing_keys_purpose_check;
ALTER TABLE signing_keys ADD CONSTRAINT signing_keys_purpose_check CHECK (purpose IN ('token', 'qr', 'enc'));
