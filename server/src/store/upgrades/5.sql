-- Lifts a database of schema version 4 to version 5. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- Money that came in apart from deliveries.
CREATE TABLE payments (
  id            uuid PRIMARY KEY,
  client_id     uuid NOT NULL REFERENCES clients,
  depot_id      integer REFERENCES depots,
  user_id       integer NOT NULL REFERENCES users,
  amount        bigint NOT NULL CHECK (amount > 0),
  method        text NOT NULL CHECK (method IN ('CASH', 'CHEQUE', 'TRANSFER')),
  -- Notes of what it was paid for: they may name what has not arrived.
  delivery_id   uuid,
  invoice_id    uuid,
  cheque        jsonb,
  received_from text,
  collected_at  timestamptz NOT NULL,
  cancelled_at  timestamptz,
  cancelled_by  integer REFERENCES users,
  cancel_reason text
);
CREATE INDEX payments_by_time ON payments (collected_at, id);
CREATE INDEX payments_by_client ON payments (client_id, collected_at);
