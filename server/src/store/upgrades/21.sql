-- Lifts a database of schema version 20 to version 21. What is written here stands in schema.sql too, which is always the
-- whole of the current version; a test compares what both come to.

-- What the headings of the company's own files mean, by the kind of what the files bring.
CREATE TABLE import_mappings (
  kind    text PRIMARY KEY,
  columns jsonb NOT NULL
);
