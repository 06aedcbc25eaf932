-- Lifts a database of schema version 26 to version 27. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- A change of before has its position for its id. Blocks of ids begin beyond them.
ALTER TABLE changes RENAME COLUMN pos TO id;
CREATE SEQUENCE change_ids INCREMENT BY 1048576 OWNED BY changes.id;
SELECT setval('change_ids', (SELECT last / 1048576 * 1048576 + 1048576 FROM change_counter), false);

-- What was appended and has no positions yet, with whom each change is for, by its place in the append: '*', 'd:<depot>',
-- 'u:<user>', 'v:<device>', and 'h:<depot>' for what only a depot's hub carries. Short, and read as a whole.
CREATE TABLE unnumbered_changes (
  first_id bigint NOT NULL,
  size     integer NOT NULL,
  said_at  timestamptz NOT NULL,
  keys     text[] NOT NULL,
  places   integer[] NOT NULL
);

-- Where each append stands in the log, in commit order and without a gap.
CREATE TABLE positions (
  first_pos bigint PRIMARY KEY,
  first_id  bigint NOT NULL,
  size      integer NOT NULL,
  -- The latest time of its changes.
  said_at   timestamptz NOT NULL
);
CREATE INDEX positions_by_time ON positions (said_at, first_pos);

-- The log of before in stretches: no cursor by time needs more.
INSERT INTO positions (first_pos, first_id, size, said_at)
SELECT min(id), min(id), max(id) - min(id) + 1, max(occurred_at) FROM changes GROUP BY id / 1000;
DROP INDEX changes_by_time;

-- Null in what is there: the id is the position.
ALTER TABLE change_audience ADD COLUMN id bigint;

-- The whole log that is numbered, for reading by hand: from a place on by the first position of an append, which an index has.
CREATE VIEW numbered_changes AS
  SELECT p.first_pos, p.first_pos + g.place AS pos, c.id, c.occurred_at, c.body
  FROM positions p CROSS JOIN LATERAL generate_series(0, p.size - 1) AS g (place) JOIN changes c ON c.id = p.first_id + g.place;
