/**
 * Lifts the tables of version 2: the columns named in `TABLES` hold sealed bytes from here on. A strict table keeps
 * its columns' types for life, so each is made anew, filled from the old one, and takes its name.
 */
export const SEALED_TABLES = `
DROP VIEW event_states;

CREATE TABLE sealed_queue (
  id            TEXT PRIMARY KEY,
  entity_type   TEXT NOT NULL,
  entity_id     TEXT NOT NULL,
  action        TEXT NOT NULL,
  payload       BLOB NOT NULL,
  occurred_at   TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  device_id     TEXT NOT NULL,
  status        TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'SENDING', 'ACKED', 'FAILED')),
  retry_count   INTEGER NOT NULL DEFAULT 0,
  last_error    TEXT,
  created_at    TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  v             INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  prev_checksum TEXT,
  checksum      TEXT NOT NULL,
  signature     TEXT NOT NULL,
  body          BLOB NOT NULL,
  custody       TEXT NOT NULL DEFAULT 'device' CHECK (custody IN ('device', 'hub', 'server')),
  hub_acked_at  TEXT,
  outcome       TEXT CHECK (outcome IN ('APPLIED', 'REJECTED', 'QUARANTINED')),
  error_code    TEXT,
  UNIQUE (device_id, seq)
) STRICT;
INSERT INTO sealed_queue
  SELECT id, entity_type, entity_id, action, seal(payload, 'sync_queue.payload', id), occurred_at, user_id, device_id, status,
         retry_count, last_error, created_at, v, seq, prev_checksum, checksum, signature, seal(body, 'event.body', id),
         custody, hub_acked_at, outcome, error_code
  FROM sync_queue;
DROP TABLE sync_queue;
ALTER TABLE sealed_queue RENAME TO sync_queue;

CREATE TABLE sealed_archive (
  id          TEXT PRIMARY KEY,
  entity_type TEXT NOT NULL,
  entity_id   TEXT NOT NULL,
  action      TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  user_id     TEXT NOT NULL,
  device_id   TEXT NOT NULL,
  seq         INTEGER NOT NULL,
  checksum    TEXT NOT NULL,
  body        BLOB NOT NULL,
  outcome     TEXT,
  error_code  TEXT,
  purged_at   TEXT NOT NULL,
  purged_by   TEXT NOT NULL CHECK (purged_by IN ('ack', 'checkpoint'))
) STRICT;
INSERT INTO sealed_archive
  SELECT id, entity_type, entity_id, action, occurred_at, user_id, device_id, seq, checksum, seal(body, 'event.body', id),
         outcome, error_code, purged_at, purged_by
  FROM sync_archive;
DROP TABLE sync_archive;
ALTER TABLE sealed_archive RENAME TO sync_archive;
CREATE INDEX sync_archive_age ON sync_archive (purged_at);

CREATE TABLE sealed_products (
  id        INTEGER PRIMARY KEY,
  code      TEXT UNIQUE,
  name      TEXT,
  price_ht  BLOB,
  is_active INTEGER NOT NULL DEFAULT 1,
  unit      TEXT,
  tva_rate  REAL NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sealed_products
  SELECT id, code, name, seal(price_ht, 'cache_products_pf.price_ht', id), is_active, unit, tva_rate FROM cache_products_pf;
DROP TABLE cache_products_pf;
ALTER TABLE sealed_products RENAME TO cache_products_pf;

CREATE TABLE sealed_deliveries (
  id             TEXT PRIMARY KEY,
  reference      TEXT,
  client_name    BLOB,
  total_ttc      BLOB,
  qr_payload     TEXT CHECK (qr_payload IS NULL),
  status         TEXT NOT NULL DEFAULT 'PENDING',
  depot_id       INTEGER NOT NULL,
  driver_user_id INTEGER NOT NULL,
  client_id      TEXT NOT NULL,
  planned_for    TEXT NOT NULL,
  lines          BLOB NOT NULL,
  total_ht       BLOB NOT NULL,
  total_tva      BLOB NOT NULL,
  validated_at   TEXT,
  validated_by   INTEGER
) STRICT;
INSERT INTO sealed_deliveries
  SELECT id, reference, seal(client_name, 'cache_deliveries_pending.client_name', id),
         seal(total_ttc, 'cache_deliveries_pending.total_ttc', id), NULL, status, depot_id, driver_user_id, client_id,
         planned_for, seal(lines, 'cache_deliveries_pending.lines', id),
         seal(total_ht, 'cache_deliveries_pending.total_ht', id),
         seal(total_tva, 'cache_deliveries_pending.total_tva', id), validated_at, validated_by
  FROM cache_deliveries_pending;
DROP TABLE cache_deliveries_pending;
ALTER TABLE sealed_deliveries RENAME TO cache_deliveries_pending;
CREATE INDEX cache_deliveries_day ON cache_deliveries_pending (planned_for);

CREATE TABLE sealed_invoices (
  id            TEXT PRIMARY KEY,
  client_id     TEXT,
  total_ttc     BLOB NOT NULL,
  status        TEXT NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT', 'SAVED', 'REFERENCED')),
  sync_event_id TEXT,
  client_name   BLOB NOT NULL,
  new_client    BLOB,
  delivery_id   TEXT,
  lines         BLOB NOT NULL,
  payment       TEXT NOT NULL DEFAULT 'CASH',
  handed_over   INTEGER NOT NULL DEFAULT 0,
  total_ht      BLOB NOT NULL,
  total_tva     BLOB NOT NULL,
  stamp_duty    BLOB NOT NULL,
  reference     TEXT,
  updated_at    TEXT NOT NULL
) STRICT;
INSERT INTO sealed_invoices
  SELECT id, client_id, seal(total_ttc, 'draft_invoices.total_ttc', id), status, sync_event_id,
         seal(client_name, 'draft_invoices.client_name', id), seal(new_client, 'draft_invoices.new_client', id), delivery_id,
         seal(lines, 'draft_invoices.lines', id), payment, handed_over, seal(total_ht, 'draft_invoices.total_ht', id),
         seal(total_tva, 'draft_invoices.total_tva', id), seal(stamp_duty, 'draft_invoices.stamp_duty', id), reference,
         updated_at
  FROM draft_invoices;
DROP TABLE draft_invoices;
ALTER TABLE sealed_invoices RENAME TO draft_invoices;

CREATE TABLE sealed_validations (
  id             TEXT PRIMARY KEY,
  delivery_id    TEXT,
  qr_scanned     BLOB,
  validated_at   TEXT,
  latitude       BLOB,
  longitude      BLOB,
  signature_path TEXT,
  status         TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'APPLIED', 'REJECTED')),
  action         TEXT NOT NULL CHECK (action IN ('DELIVERY_VALIDATED', 'DELIVERY_FAILED')),
  is_partial     INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sealed_validations
  SELECT id, delivery_id, seal(qr_scanned, 'pending_delivery_validations.qr_scanned', id), validated_at,
         seal(latitude, 'pending_delivery_validations.latitude', id),
         seal(longitude, 'pending_delivery_validations.longitude', id), signature_path, status, action, is_partial
  FROM pending_delivery_validations;
DROP TABLE pending_delivery_validations;
ALTER TABLE sealed_validations RENAME TO pending_delivery_validations;
CREATE INDEX pending_delivery_validations_delivery ON pending_delivery_validations (delivery_id);

CREATE TABLE sealed_clients (
  id         TEXT PRIMARY KEY,
  name       BLOB NOT NULL,
  phone      BLOB,
  address    BLOB,
  lat        BLOB,
  lng        BLOB,
  tax_id     BLOB,
  balance    BLOB,
  updated_at TEXT,
  is_local   INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sealed_clients
  SELECT id, seal(name, 'cache_clients.name', id), seal(phone, 'cache_clients.phone', id),
         seal(address, 'cache_clients.address', id), seal(lat, 'cache_clients.lat', id), seal(lng, 'cache_clients.lng', id),
         seal(tax_id, 'cache_clients.tax_id', id), seal(balance, 'cache_clients.balance', id), updated_at, is_local
  FROM cache_clients;
DROP TABLE cache_clients;
ALTER TABLE sealed_clients RENAME TO cache_clients;

CREATE TABLE sealed_users (
  id   INTEGER PRIMARY KEY,
  name BLOB NOT NULL
) STRICT;
INSERT INTO sealed_users SELECT id, seal(name, 'cache_users.name', id) FROM cache_users;
DROP TABLE cache_users;
ALTER TABLE sealed_users RENAME TO cache_users;

CREATE TABLE sealed_inbox (
  event_id   TEXT PRIMARY KEY,
  error_code TEXT NOT NULL,
  resolution BLOB,
  at         TEXT NOT NULL,
  seen_at    TEXT
) STRICT;
INSERT INTO sealed_inbox
  SELECT event_id, error_code, seal(resolution, 'inbox.resolution', event_id), at, seen_at FROM inbox;
DROP TABLE inbox;
ALTER TABLE sealed_inbox RENAME TO inbox;

-- Half a snapshot is begun again.
DROP TABLE staged_scope;
CREATE TABLE staged_scope (
  page     INTEGER PRIMARY KEY,
  entities BLOB NOT NULL
) STRICT;

-- In pieces, so that a uploader who sends a photo piece by piece opens each once.
CREATE TABLE sealed_bytes (
  sha256 TEXT NOT NULL,
  piece  INTEGER NOT NULL,
  bytes  BLOB NOT NULL,
  PRIMARY KEY (sha256, piece)
) STRICT;
WITH RECURSIVE pieces (sha256, piece) AS (
  SELECT sha256, 0 FROM blob_bytes
  UNION ALL
  SELECT p.sha256, p.piece + 1 FROM pieces p JOIN blobs b ON b.sha256 = p.sha256 WHERE (p.piece + 1) * 262144 < b.size
)
INSERT INTO sealed_bytes
  SELECT p.sha256, p.piece,
         seal(substr(b.bytes, p.piece * 262144 + 1, 262144), 'blob_bytes.bytes', p.sha256 || '.' || p.piece)
  FROM pieces p JOIN blob_bytes b ON b.sha256 = p.sha256;
DROP TABLE blob_bytes;
ALTER TABLE sealed_bytes RENAME TO blob_bytes;

CREATE VIEW event_states AS
  SELECT id, CASE WHEN status = 'FAILED' THEN 'person' WHEN custody = 'hub' THEN 'depot' ELSE 'device' END AS state,
         error_code
  FROM sync_queue
  UNION ALL
  SELECT id, CASE WHEN outcome IN ('REJECTED', 'QUARANTINED') THEN 'person' ELSE 'hq' END, error_code
  FROM sync_archive;

INSERT INTO sync_meta VALUES ('clear_pages', 'here');
`;
