-- Lifts a hub's file of schema version 3 to version 4. What is written here stands in schema.sql too.

-- What was recorded about a delivery is shown on the depot's screen.
ALTER TABLE relay_queue ADD COLUMN delivery_id TEXT;
UPDATE relay_queue SET delivery_id = body ->> 'entity_id' WHERE json_valid(body) AND body ->> 'entity_type' = 'DELIVERY';
CREATE INDEX relay_by_delivery ON relay_queue (delivery_id, id) WHERE delivery_id IS NOT NULL;
