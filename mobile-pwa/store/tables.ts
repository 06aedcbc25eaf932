import type { Sql } from './sql.ts';

/**
 * What a table keeps, and so what clears it.
 * `cache`: what the server told; the next snapshot replaces it. `user`: what its user recorded, typed or was told.
 * `traffic`: what was sent and to whom; a wipe erases it at once. `unsent`: what a wipe keeps until it has been handed in.
 * `phone`: the phone's own, whoever uses it.
 */
type Keeps = 'cache' | 'user' | 'traffic' | 'unsent' | 'phone';

interface Table {
  keeps: Keeps;
  /** Columns of people's data and amounts. Neither the file nor its journal holds them in clear. */
  sealed?: readonly string[];
  /** The columns that name a row; a sealed value opens in its own row only. */
  key?: readonly string[];
}

/** The phone's tables. Statements read and write sealed columns in clear by the views `plain_<table>`. */
export const TABLES: Readonly<Record<string, Table>> = {
  sync_queue: { keeps: 'unsent', sealed: ['payload', 'body'] },
  sync_archive: { keeps: 'traffic', sealed: ['body'] },
  sync_offers: { keeps: 'traffic' },
  sync_meta: { keeps: 'phone' },
  cache_products_pf: { keeps: 'cache', sealed: ['price_ht', 'details'] },
  cache_deliveries_pending: { keeps: 'cache', sealed: ['client_name', 'lines', 'total_ht', 'total_tva', 'total_ttc'] },
  cache_depot_deliveries: { keeps: 'cache', sealed: ['client_name', 'lines'] },
  cache_tours: { keeps: 'cache', sealed: ['content'] },
  cache_stock_levels: { keeps: 'cache' },
  cache_lots: { keeps: 'cache' },
  cache_users: { keeps: 'cache', sealed: ['name'] },
  // Those that its user made here and the server has not told yet outlive a snapshot.
  cache_clients: { keeps: 'user', sealed: ['name', 'phone', 'address', 'lat', 'lng', 'tax_id', 'balance', 'details'] },
  draft_invoices: {
    keeps: 'user',
    sealed: ['client_name', 'new_client', 'lines', 'total_ht', 'total_tva', 'stamp_duty', 'total_ttc'],
  },
  cancelled_invoices: { keeps: 'user' },
  route_places: { keeps: 'user' },
  audit_entries: { keeps: 'user', sealed: ['entry'] },
  delivery_drafts: { keeps: 'user', sealed: ['content'], key: ['delivery_id'] },
  pending_delivery_validations: { keeps: 'user', sealed: ['qr_scanned', 'latitude', 'longitude', 'record'] },
  form_drafts: { keeps: 'user', sealed: ['content'], key: ['name'] },
  receivers: { keeps: 'user', sealed: ['names'], key: ['client_id'] },
  inbox: { keeps: 'user', sealed: ['resolution'], key: ['event_id'] },
  // Its rows are numbered by SQLite when they are written.
  staged_scope: { keeps: 'traffic', sealed: ['entities'], key: [] },
  blobs: { keeps: 'unsent' },
  blob_bytes: { keeps: 'unsent', sealed: ['bytes'], key: ['sha256', 'piece'] },
  blob_refs: { keeps: 'unsent' },
  blob_offers: { keeps: 'traffic' },
};

/** Empties every table that keeps one of these. */
export function clearTables(sql: Sql, ...what: Keeps[]): void {
  for (const [table, { keeps }] of Object.entries(TABLES)) if (what.includes(keeps)) sql.exec(`DELETE FROM ${table}`);
}

/** An event's text is sealed about one name, since it moves between the queue and the archive as it is. */
const aboutOf = (table: string, column: string): string => (column === 'body' ? 'event.body' : `${table}.${column}`);

const joined = (parts: readonly string[]): string => parts.join(` || '.' || `) || `''`;

interface Column {
  name: string;
  type: string;
  fallback: string | null;
}

/**
 * Gives this connection, for each table with sealed columns, a view that shows and takes them in clear: INSERT, also OR
 * REPLACE and OR IGNORE, and UPDATE. On tables of this app's version.
 */
export function definePlainViews(sql: Sql): void {
  if (sql.all(`SELECT 1 FROM temp.sqlite_schema WHERE type = 'view' LIMIT 1`).length > 0) return;
  const all = sql.all<Column & { of: string }>(
    `SELECT t.name AS "of", c.name, c.type, c.dflt_value AS fallback
     FROM main.sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid`,
  );
  for (const [table, { sealed, key = ['id'] }] of Object.entries(TABLES)) {
    if (sealed === undefined) continue;
    const columns = all.filter((column) => column.of === table);
    const rowId = joined(key);
    // A number that comes in as 7.0 is stored as 7, and has to be named so.
    const newRowId = joined(
      key.map((name) => `CAST(NEW.${name} AS ${columns.find((column) => column.name === name)?.type})`),
    );
    const shown = columns.map(({ name }) =>
      sealed.includes(name) ? `open(${name}, '${aboutOf(table, name)}', ${rowId}) AS ${name}` : name,
    );
    const taken = columns.map(({ name, fallback }) => {
      if (sealed.includes(name)) return `seal(NEW.${name}, '${aboutOf(table, name)}', ${newRowId})`;
      return fallback === null ? `NEW.${name}` : `coalesce(NEW.${name}, ${fallback})`;
    });
    const names = columns.map(({ name }) => name).join(', ');
    // SQLite would make up a number.
    const keyless = key.map((name) => `NEW.${name} IS NULL`).join(' OR ') || 'false';
    const sameRow = key.map((name) => `${name} = OLD.${name}`).join(' AND ') || 'false';
    sql.exec(`
      CREATE TEMP VIEW plain_${table} AS SELECT ${shown.join(', ')} FROM main.${table};
      CREATE TEMP TRIGGER insert_${table} INSTEAD OF INSERT ON plain_${table} BEGIN
        SELECT RAISE(ABORT, 'a row without its key') WHERE ${keyless};
        INSERT INTO ${table} (${names}) VALUES (${taken.join(', ')});
      END;
      CREATE TEMP TRIGGER update_${table} INSTEAD OF UPDATE ON plain_${table} BEGIN
        UPDATE ${table} SET (${names}) = (${taken.join(', ')}) WHERE ${sameRow};
      END;`);
  }
}
