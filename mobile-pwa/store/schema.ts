import { readMeta, writeMeta } from './meta.ts';
import { SEALED_TABLES } from './sealed-schema.ts';
import type { Sql } from './sql.ts';
import { definePlainViews } from './tables.ts';

/**
 * The phone's tables. Those of the founding document keep their names and columns; what stands under `-- (+)` is ours.
 * Ids are text here, as the document has them: a phone's tables are small, and whoever opens the file can read it.
 */
const VERSION_1 = `
CREATE TABLE sync_queue (
  id            TEXT PRIMARY KEY,
  entity_type   TEXT NOT NULL,
  entity_id     TEXT NOT NULL,
  action        TEXT NOT NULL,
  payload       TEXT NOT NULL,
  occurred_at   TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  device_id     TEXT NOT NULL,
  status        TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'SENDING', 'ACKED', 'FAILED')),
  retry_count   INTEGER NOT NULL DEFAULT 0,
  last_error    TEXT,
  created_at    TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- (+)
  v             INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  prev_checksum TEXT,
  checksum      TEXT NOT NULL,
  signature     TEXT NOT NULL,
  body          TEXT NOT NULL,
  custody       TEXT NOT NULL DEFAULT 'device' CHECK (custody IN ('device', 'hub', 'server')),
  hub_acked_at  TEXT,
  outcome       TEXT CHECK (outcome IN ('APPLIED', 'REJECTED', 'QUARANTINED')),
  error_code    TEXT,
  UNIQUE (device_id, seq)
) STRICT;

-- What each node answered about an event that it did not simply take, so that it is not asked the same again.
CREATE TABLE sync_offers (
  event_id   TEXT NOT NULL,
  node_url   TEXT NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('acked', 'refused', 'refused_by_server', 'set_aside')),
  error_code TEXT,
  at         TEXT NOT NULL,
  PRIMARY KEY (event_id, node_url)
) STRICT, WITHOUT ROWID;

-- Purged events, for a server that comes back from a backup.
CREATE TABLE sync_archive (
  id          TEXT PRIMARY KEY,
  entity_type TEXT NOT NULL,
  entity_id   TEXT NOT NULL,
  action      TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  user_id     TEXT NOT NULL,
  device_id   TEXT NOT NULL,
  seq         INTEGER NOT NULL,
  checksum    TEXT NOT NULL,
  body        TEXT NOT NULL,
  outcome     TEXT,
  error_code  TEXT,
  purged_at   TEXT NOT NULL,
  purged_by   TEXT NOT NULL CHECK (purged_by IN ('ack', 'checkpoint'))
) STRICT;
CREATE INDEX sync_archive_age ON sync_archive (purged_at);

CREATE TABLE sync_meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT INTO sync_meta VALUES ('last_pull_at', '1970-01-01T00:00:00Z'), ('device_id', '');

CREATE TABLE cache_products_pf (
  id        INTEGER PRIMARY KEY,
  code      TEXT UNIQUE,
  name      TEXT,
  price_ht  INTEGER,
  is_active INTEGER NOT NULL DEFAULT 1,
  -- (+)
  unit      TEXT,
  tva_rate  REAL NOT NULL DEFAULT 0
) STRICT;

-- qr_payload stays empty: a phone that held a delivery's code could validate it from home.
CREATE TABLE cache_deliveries_pending (
  id             TEXT PRIMARY KEY,
  reference      TEXT,
  client_name    TEXT,
  total_ttc      INTEGER,
  qr_payload     TEXT CHECK (qr_payload IS NULL),
  status         TEXT NOT NULL DEFAULT 'PENDING',
  -- (+)
  depot_id       INTEGER NOT NULL,
  driver_user_id INTEGER NOT NULL,
  client_id      TEXT NOT NULL,
  planned_for    TEXT NOT NULL,
  lines          TEXT NOT NULL,
  total_ht       INTEGER NOT NULL,
  total_tva      INTEGER NOT NULL,
  validated_at   TEXT,
  validated_by   INTEGER
) STRICT;
CREATE INDEX cache_deliveries_day ON cache_deliveries_pending (planned_for);

-- client_id is a UUID (the founding document still has a number here).
CREATE TABLE draft_invoices (
  id            TEXT PRIMARY KEY,
  client_id     TEXT,
  total_ttc     INTEGER NOT NULL DEFAULT 0,
  status        TEXT NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT', 'SAVED', 'REFERENCED')),
  sync_event_id TEXT,
  -- (+)
  client_name   TEXT NOT NULL DEFAULT '',
  new_client    TEXT,
  delivery_id   TEXT,
  lines         TEXT NOT NULL DEFAULT '[]',
  payment       TEXT NOT NULL DEFAULT 'CASH',
  handed_over   INTEGER NOT NULL DEFAULT 0,
  total_ht      INTEGER NOT NULL DEFAULT 0,
  total_tva     INTEGER NOT NULL DEFAULT 0,
  stamp_duty    INTEGER NOT NULL DEFAULT 0,
  reference     TEXT,
  updated_at    TEXT NOT NULL
) STRICT;

-- One row for each event about a delivery that was made here; id is the event's.
CREATE TABLE pending_delivery_validations (
  id             TEXT PRIMARY KEY,
  delivery_id    TEXT,
  qr_scanned     TEXT,
  validated_at   TEXT,
  latitude       REAL,
  longitude      REAL,
  signature_path TEXT,
  status         TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'APPLIED', 'REJECTED')),
  -- (+)
  action         TEXT NOT NULL CHECK (action IN ('DELIVERY_VALIDATED', 'DELIVERY_FAILED')),
  is_partial     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX pending_delivery_validations_delivery ON pending_delivery_validations (delivery_id);

CREATE TABLE cache_clients (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  phone      TEXT,
  address    TEXT,
  lat        REAL,
  lng        REAL,
  tax_id     TEXT,
  balance    INTEGER NOT NULL DEFAULT 0,
  updated_at TEXT,
  -- Made on this phone and not yet heard of from the server: a new snapshot leaves it alone.
  is_local   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cache_stock_levels (
  product_id INTEGER NOT NULL,
  depot_id   INTEGER NOT NULL,
  quantity   INTEGER NOT NULL,
  as_of      TEXT NOT NULL,
  PRIMARY KEY (product_id, depot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cache_users (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- What needs the person: an event of theirs that was refused, quarantined or set aside.
CREATE TABLE inbox (
  event_id   TEXT PRIMARY KEY,
  error_code TEXT NOT NULL,
  resolution TEXT,
  at         TEXT NOT NULL,
  seen_at    TEXT
) STRICT;

-- Pages of a snapshot that is still being fetched.
CREATE TABLE staged_scope (
  page     INTEGER PRIMARY KEY,
  entities TEXT NOT NULL
) STRICT;

-- Where each own event stands, in the words of the screens: on this device, at the depot, at HQ, or with the person.
CREATE VIEW event_states AS
  SELECT id, CASE WHEN status = 'FAILED' THEN 'person' WHEN custody = 'hub' THEN 'depot' ELSE 'device' END AS state,
         error_code
  FROM sync_queue
  UNION ALL
  SELECT id, CASE WHEN outcome IN ('REJECTED', 'QUARANTINED') THEN 'person' ELSE 'hq' END, error_code
  FROM sync_archive;
`;

/** Photos and signatures. The bytes lie apart, so that noting where a photo stands does not write it anew. */
const VERSION_2 = `
CREATE TABLE blobs (
  sha256       TEXT PRIMARY KEY,
  content_type TEXT NOT NULL,
  size         INTEGER NOT NULL,
  at_server    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX blobs_at ON blobs (at_server);

CREATE TABLE blob_bytes (
  sha256 TEXT PRIMARY KEY,
  bytes  BLOB NOT NULL
) STRICT;

-- Which of the device's events names which blob.
CREATE TABLE blob_refs (
  event_id TEXT NOT NULL,
  sha256   TEXT NOT NULL,
  PRIMARY KEY (sha256, event_id)
) STRICT, WITHOUT ROWID;

-- What a hub said about a blob, or any node that refused it.
CREATE TABLE blob_offers (
  sha256     TEXT NOT NULL,
  node_url   TEXT NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('held', 'refused')),
  error_code TEXT,
  at         TEXT NOT NULL,
  PRIMARY KEY (sha256, node_url)
) STRICT, WITHOUT ROWID;
`;

/** What is typed at a stop before it is confirmed, and what this phone knew of a delivery when something was recorded about it. */
const VERSION_4 = `
CREATE TABLE delivery_drafts (
  delivery_id TEXT PRIMARY KEY,
  content     BLOB NOT NULL,
  updated_at  TEXT NOT NULL
) STRICT;

ALTER TABLE pending_delivery_validations ADD COLUMN record BLOB;
`;

/** The order of the route as its driver has put it, and the audit trail. */
const VERSION_5 = `
CREATE TABLE route_places (
  delivery_id TEXT PRIMARY KEY,
  place       INTEGER NOT NULL
) STRICT;

-- The trail of what was done on this phone, in its order; event_id: the event in which it goes to HQ.
CREATE TABLE audit_entries (
  number      INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  occurred_at TEXT NOT NULL,
  event_id    TEXT,
  entry       BLOB NOT NULL
) STRICT;
CREATE INDEX audit_entries_waiting ON audit_entries (occurred_at) WHERE event_id IS NULL;
`;

/**
 * What the server says of clients and products beyond the columns that were there, as JSON, and who took a client's goods.
 * A snapshot of before knew none of it.
 */
const VERSION_6 = `
ALTER TABLE cache_clients ADD COLUMN details BLOB;
ALTER TABLE cache_products_pf ADD COLUMN details BLOB;

CREATE TABLE receivers (
  client_id TEXT PRIMARY KEY,
  names     BLOB NOT NULL
) STRICT;

-- Small forms as they are filled in.
CREATE TABLE form_drafts (
  name       TEXT PRIMARY KEY,
  content    BLOB NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

INSERT INTO sync_meta SELECT 'stale_scope', 'here' FROM sync_meta WHERE key = 'cursor';
`;

/**
 * What a depot's crew works with: its pending deliveries, whoever drives them, apart from the own tour, and its lots with
 * goods. A snapshot of before brought neither, nor the company.
 */
const VERSION_7 = `
CREATE TABLE cache_depot_deliveries (
  id             TEXT PRIMARY KEY,
  reference      TEXT NOT NULL,
  driver_user_id INTEGER NOT NULL,
  client_name    BLOB NOT NULL,
  planned_for    TEXT NOT NULL,
  lines          BLOB NOT NULL
) STRICT;
CREATE INDEX cache_depot_deliveries_day ON cache_depot_deliveries (planned_for, driver_user_id);

CREATE TABLE cache_lots (
  id          TEXT PRIMARY KEY,
  depot_id    INTEGER NOT NULL,
  product_id  INTEGER NOT NULL,
  lot_number  TEXT NOT NULL,
  produced_at TEXT NOT NULL,
  expires_at  TEXT NOT NULL,
  quantity    INTEGER NOT NULL,
  state       TEXT NOT NULL
) STRICT;
CREATE INDEX cache_lots_product ON cache_lots (product_id, expires_at);

INSERT OR IGNORE INTO sync_meta SELECT 'stale_scope', 'here' FROM sync_meta WHERE key = 'cursor';
`;

/** Tours: the own ones, and to a depot's crew those of the depot. A snapshot of before brought them to nobody. */
const VERSION_8 = `
CREATE TABLE cache_tours (
  id             TEXT PRIMARY KEY,
  driver_user_id INTEGER NOT NULL,
  day            TEXT NOT NULL,
  content        BLOB NOT NULL
) STRICT;
CREATE INDEX cache_tours_day ON cache_tours (day, driver_user_id);

INSERT OR IGNORE INTO sync_meta SELECT 'stale_scope', 'here' FROM sync_meta WHERE key = 'cursor';
`;

/** Invoices that HQ has cancelled. An app of before had no place for it: a new snapshot tells again. */
const VERSION_9 = `
CREATE TABLE cancelled_invoices (
  id           TEXT PRIMARY KEY,
  cancelled_at TEXT NOT NULL
) STRICT;

INSERT OR IGNORE INTO sync_meta SELECT 'stale_scope', 'here' FROM sync_meta WHERE key = 'cursor';
`;

/** What each version adds to the one before. */
export const VERSIONS = [
  VERSION_1,
  VERSION_2,
  SEALED_TABLES,
  VERSION_4,
  VERSION_5,
  VERSION_6,
  VERSION_7,
  VERSION_8,
  VERSION_9,
];

export type SchemaResult = { kind: 'ready' } | { kind: 'newer'; version: number };

const versionOf = (sql: Sql): number => sql.all<{ user_version: number }>('PRAGMA user_version')[0]?.user_version ?? 0;

/** Nothing was ever stored here. */
export const isBlank = (sql: Sql): boolean => versionOf(sql) === 0;

/** Whether a newer app wrote this file: it is left alone then, since it may hold what we cannot read. */
export function checkSchema(sql: Sql): SchemaResult {
  const version = versionOf(sql);
  return version > VERSIONS.length ? { kind: 'newer', version } : { kind: 'ready' };
}

/** Brings the tables up to this app's version, on a connection that can seal. */
export function migrate(sql: Sql): SchemaResult {
  const checked = checkSchema(sql);
  if (checked.kind === 'newer') return checked;
  const version = versionOf(sql);
  if (version < VERSIONS.length) {
    sql.transaction(() => {
      for (const statements of VERSIONS.slice(version)) sql.exec(statements);
      // PRAGMA takes no parameter; the number is our own.
      sql.exec(`PRAGMA user_version = ${VERSIONS.length}`);
    });
  }
  leaveNoClearPages(sql);
  definePlainViews(sql);
  return checked;
}

/**
 * What was in clear before the tables were sealed still lies in pages that the file no longer uses, and in its journal. The
 * mark is part of the lift, so that a phone that dies in between does this at its next start.
 */
function leaveNoClearPages(sql: Sql): void {
  if (readMeta(sql, 'clear_pages') === null) return;
  sql.exec('VACUUM');
  sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  writeMeta(sql, 'clear_pages', null);
}
