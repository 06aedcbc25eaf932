-- Lifts a database of schema version 9 to version 10. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- The last number that each device said to have made, by itself or by way of a hub, and when. HQ holds the device's
-- journal against it; nothing is decided by it.
CREATE TABLE device_claims (
  device_id uuid PRIMARY KEY REFERENCES devices,
  made      integer NOT NULL,
  said_at   timestamptz NOT NULL
);

-- What is still to be delivered, whatever day it was planned for.
CREATE INDEX deliveries_open ON deliveries (planned_for, depot_id) WHERE status IN ('PENDING', 'FAILED');

-- What a person at HQ has made of an event that was refused, or of a correction that somebody asked for: once each.
CREATE TABLE inbox_answers (
  event_id    uuid PRIMARY KEY,
  answered_at timestamptz NOT NULL,
  answered_by integer NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('CLOSED', 'BOOKED', 'ACCEPTED', 'REJECTED')),
  reason      text NOT NULL
);
