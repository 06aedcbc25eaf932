-- Lifts a database of schema version 25 to version 26. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What became of a cheque, by the payment or the delivery with which it came in. No row: it is still here.
CREATE TABLE cheque_states (
  source_id     uuid PRIMARY KEY,
  deposited_at  timestamptz,
  deposited_by  integer REFERENCES users,
  bounced_at    timestamptz,
  bounced_by    integer REFERENCES users,
  bounce_reason text
);

-- A hub that HQ has withdrawn: since when, and why.
ALTER TABLE hubs ADD COLUMN revoked_at timestamptz, ADD COLUMN revoke_reason text;
