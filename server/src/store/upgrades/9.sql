-- Lifts a database of schema version 8 to version 9. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- When each event was made, by the server's clock: by that it belongs to a driver's day. A tour that runs while the
-- server is lifted keeps what it has; older days have none.
ALTER TABLE events ADD COLUMN corrected_at timestamptz;
UPDATE events SET corrected_at = to_timestamp(greatest(0,
    least(extract(epoch FROM occurred_at) - drift_ms / 1000.0, extract(epoch FROM received_at))))
  WHERE stored_at > now() - interval '3 days';
CREATE INDEX events_of_tours ON events (user_id, corrected_at)
  WHERE entity_type IN ('DELIVERY', 'INVOICE', 'PAYMENT') OR status IN ('WAITING', 'QUARANTINED');

-- A driver's days: what cannot be read from their events, and of a settled one what it came to. Written behind the lock
-- of its driver, and so without a foreign key, which would lock the user's row behind it.
CREATE TABLE tours (
  driver_user_id   integer NOT NULL,
  day              date NOT NULL,
  depot_id         integer NOT NULL REFERENCES depots,
  state            text NOT NULL CHECK (state IN ('PLANNED', 'LOADED', 'COUNTED', 'WAITING_FOR_EVENTS', 'SETTLED')),
  -- Where the driver's signature under the count stands, and when it was made.
  confirmed_device uuid,
  confirmed_seq    integer,
  confirmed_at     timestamptz,
  settlement       jsonb,
  settled_at       timestamptz,
  -- Who settled it at HQ, and why.
  settled_by       integer,
  settle_reason    text,
  PRIMARY KEY (driver_user_id, day)
);
CREATE INDEX tours_by_depot ON tours (depot_id, day, driver_user_id);
CREATE INDEX tours_waiting ON tours (driver_user_id) WHERE state = 'WAITING_FOR_EVENTS';
CREATE INDEX tours_by_confirmation ON tours (confirmed_device, confirmed_seq) WHERE confirmed_device IS NOT NULL;

-- What is planned already.
INSERT INTO tours (driver_user_id, day, depot_id, state)
  SELECT driver_user_id, planned_for, min(depot_id), 'PLANNED' FROM deliveries
  WHERE planned_for >= current_date AND status <> 'CANCELLED' GROUP BY driver_user_id, planned_for;
