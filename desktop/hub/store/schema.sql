-- The hub's SQLite file: what it carries up (the relay queue) and what it serves from (the replica). Ids are 16-byte
-- blobs, checksums 32-byte blobs, times on this machine's clock in milliseconds.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Events in the hub's custody, in order of arrival, each in the text in which it came.
-- `vouched`: a valid signature vouched for it here. `not_before`: the server could not take it yet; the others go first.
-- `delivery_id`: the delivery that it is about. `answered_at`: a clerk has seen to it here.
-- state: 0 waits for the server · 1 the server has it · 2 the server cannot take it, a person must look.
CREATE TABLE relay_queue (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id    BLOB NOT NULL UNIQUE,
  device_id   BLOB NOT NULL,
  checksum    BLOB NOT NULL,
  body        TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  drift_ms    INTEGER NOT NULL,
  vouched     INTEGER NOT NULL DEFAULT 1,
  not_before  INTEGER NOT NULL DEFAULT 0,
  state       INTEGER NOT NULL DEFAULT 0,
  error_code  TEXT,
  ended_at    INTEGER,
  delivery_id TEXT,
  answered_at INTEGER
) STRICT;
CREATE INDEX relay_waiting ON relay_queue (id) WHERE state = 0;
CREATE INDEX relay_ended ON relay_queue (ended_at) WHERE state = 1;
CREATE INDEX relay_attention ON relay_queue (ended_at) WHERE error_code IS NOT NULL;
CREATE INDEX relay_unanswered ON relay_queue (ended_at) WHERE error_code IS NOT NULL AND answered_at IS NULL;
CREATE INDEX relay_by_device ON relay_queue (device_id);
CREATE INDEX relay_by_delivery ON relay_queue (delivery_id, id) WHERE delivery_id IS NOT NULL;

-- Devices that spoke to this hub: their keys, and the newest statement of the server about each.
CREATE TABLE devices (
  device_id    BLOB PRIMARY KEY,
  user_id      INTEGER NOT NULL,
  user_name    TEXT NOT NULL,
  role         TEXT NOT NULL,
  depot_id     INTEGER,
  public_key   TEXT NOT NULL,
  last_seen_at INTEGER NOT NULL,
  drift_ms     INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- How many events of a device wait here, so that nothing has to be counted.
CREATE TABLE waiting_counts (device_id BLOB PRIMARY KEY, waiting INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  device_id BLOB PRIMARY KEY,
  jws       TEXT NOT NULL,
  claims    TEXT NOT NULL,
  iat       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Revoked devices, with the server's signed order where it has come. `told_at`: when the order first left in an answer
-- here; `told_sent`: the server knows that. `wiped_token`: a device has confirmed its wipe while the server was out of
-- reach; the token it did so with, until the server has been told.
CREATE TABLE revoked_devices (
  device_id   BLOB PRIMARY KEY,
  wipe_order  TEXT,
  told_at     INTEGER,
  told_sent   INTEGER NOT NULL DEFAULT 0,
  wiped_token TEXT
) STRICT, WITHOUT ROWID;

-- Users whose accounts HQ has closed.
CREATE TABLE closed_users (user_id INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE batches (
  device_id    BLOB NOT NULL,
  batch_id     BLOB NOT NULL,
  content_hash TEXT NOT NULL,
  taken_at     INTEGER NOT NULL,
  PRIMARY KEY (device_id, batch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX batches_by_time ON batches (taken_at);

CREATE TABLE refused_copies (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  refused_at INTEGER NOT NULL,
  brought_by TEXT NOT NULL,
  event_id   TEXT NOT NULL,
  error_code TEXT NOT NULL,
  body       TEXT NOT NULL
) STRICT;

-- The replica of the depot: entities as the server last said them. `user_id`: whose a
-- delivery, a tour or a payment is. `day`: a delivery's.
CREATE TABLE entities (
  kind    TEXT NOT NULL,
  key     TEXT NOT NULL,
  body    TEXT NOT NULL,
  user_id INTEGER,
  day     TEXT,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entities_by_user ON entities (user_id, key) WHERE user_id IS NOT NULL;
CREATE INDEX entities_by_day ON entities (day, key) WHERE day IS NOT NULL;

-- A snapshot under way; it takes the replica's place when it is whole.
CREATE TABLE staged_entities (
  kind    TEXT NOT NULL,
  key     TEXT NOT NULL,
  body    TEXT NOT NULL,
  user_id INTEGER,
  day     TEXT,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- The server's statements since the snapshot, at the server's positions, to be repeated to the depot's phones.
CREATE TABLE changes (pos INTEGER PRIMARY KEY, occurred_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX changes_by_time ON changes (occurred_at, pos);
CREATE TABLE change_audience (key TEXT NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (key, pos)) STRICT, WITHOUT ROWID;

-- Photos and signatures: the bytes lie as files beside this one; a row stands for a whole file. `sent_at`: since then
-- the server itself says that it has it. `error_code`: the server will never take it, a person must look.
CREATE TABLE blobs (
  id           INTEGER PRIMARY KEY,
  sha256       BLOB NOT NULL UNIQUE,
  size         INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  stored_at    INTEGER NOT NULL,
  sent_at      INTEGER,
  error_code   TEXT
) STRICT;
CREATE INDEX blobs_waiting ON blobs (id) WHERE sent_at IS NULL AND error_code IS NULL;
CREATE INDEX blobs_sent ON blobs (sent_at) WHERE sent_at IS NOT NULL;

-- Who brought a blob, and which devices' events name it, about which delivery: whom it may be given to.
CREATE TABLE blob_owners (
  sha256    BLOB NOT NULL,
  device_id BLOB NOT NULL,
  PRIMARY KEY (sha256, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_owners_by_device ON blob_owners (device_id);
CREATE TABLE blob_refs (
  sha256      BLOB NOT NULL,
  device_id   BLOB NOT NULL,
  delivery_id TEXT NOT NULL,
  taken_at    INTEGER NOT NULL,
  PRIMARY KEY (sha256, device_id, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_refs_by_time ON blob_refs (taken_at);

-- Clerks who act at this PC. Each is a device of HQ's, by a key of this PC. `secrets`: that key and the session's tokens,
-- sealed. `believed_until`: by the server's time. `seq` and `checksum`: the last link of the clerk's journal here.
CREATE TABLE clerks (
  user_id        INTEGER PRIMARY KEY,
  username       TEXT NOT NULL,
  device_id      BLOB NOT NULL UNIQUE,
  name           TEXT NOT NULL,
  pin_hash       TEXT NOT NULL,
  wrong_pins     INTEGER NOT NULL DEFAULT 0,
  paused_until   INTEGER NOT NULL DEFAULT 0,
  renewed_at     INTEGER NOT NULL,
  believed_until INTEGER NOT NULL,
  secrets        BLOB NOT NULL,
  seq            INTEGER NOT NULL DEFAULT 0,
  checksum       TEXT
) STRICT;

-- What clerks did here, only ever added. Each is an event of the relay queue as well.
CREATE TABLE desk_acts (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id   BLOB NOT NULL UNIQUE,
  at         INTEGER NOT NULL,
  user_name  TEXT NOT NULL,
  what       TEXT NOT NULL,
  about_name TEXT,
  reason     TEXT
) STRICT;
CREATE TRIGGER desk_acts_unchanged BEFORE UPDATE ON desk_acts BEGIN SELECT raise(ABORT, 'desk_acts is append-only'); END;
CREATE TRIGGER desk_acts_kept BEFORE DELETE ON desk_acts BEGIN SELECT raise(ABORT, 'desk_acts is append-only'); END;

-- Files of phones' unsent entries, as they were imported here: HQ alone can open them, and the phones keep what is in them.
-- state: 0 waits for HQ · 1 HQ has taken it · 2 HQ refuses it. `reason`: why it waits, or is refused. `outcome`: what HQ
-- made of it, in JSON. `body`: NULL when HQ has had it for long.
CREATE TABLE queue_files (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256     BLOB NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  size       INTEGER NOT NULL,
  body       BLOB,
  user_name  TEXT NOT NULL,
  taken_at   INTEGER NOT NULL,
  state      INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  reason     TEXT,
  outcome    TEXT,
  ended_at   INTEGER
) STRICT;
