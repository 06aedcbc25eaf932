-- Lifts a database of schema version 11 to version 12. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

ALTER TABLE lots ADD COLUMN received_at timestamptz NOT NULL DEFAULT now();
-- When those of before came in nobody noted; their ids say when they were entered.
UPDATE lots SET received_at = to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
WHERE substr(id::text, 15, 1) = '7';
CREATE INDEX stock_moves_by_lot ON stock_moves (lot_id, moved_at, id);

-- Receipts, counts and wastes that were entered at HQ: why goods moved, and by whom. A lot's own receipt has its id.
CREATE TABLE stock_papers (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('RECEIPT', 'COUNT', 'WASTE')),
  lot_id     uuid NOT NULL REFERENCES lots,
  -- As it was entered, and by how much the lot changed.
  quantity   integer NOT NULL,
  difference integer NOT NULL,
  reason     text NOT NULL,
  created_by integer NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL
);

-- Goods on their way from one depot to another: in the stock of neither until they are received.
CREATE TABLE transfers (
  id                uuid PRIMARY KEY,
  depot_id          integer NOT NULL REFERENCES depots,
  to_depot_id       integer NOT NULL REFERENCES depots,
  product_id        integer NOT NULL REFERENCES products,
  lot_number        text NOT NULL,
  produced_at       date NOT NULL,
  expires_at        date NOT NULL,
  quantity          integer NOT NULL CHECK (quantity > 0),
  reason            text NOT NULL,
  sent_by           integer NOT NULL REFERENCES users,
  sent_at           timestamptz NOT NULL,
  received_quantity integer,
  received_reason   text,
  received_by       integer REFERENCES users,
  received_at       timestamptz,
  CHECK (depot_id <> to_depot_id)
);
CREATE INDEX transfers_by_time ON transfers (sent_at, id);
