-- Lifts a hub's file of schema version 6 to version 7. What is written here stands in schema.sql too.

-- A device's chain is verified on the depot's screen.
CREATE INDEX relay_by_device ON relay_queue (device_id);
