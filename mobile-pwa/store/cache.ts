import type { Client, Company, Delivery, Product, StockLevel, UserName } from '#shared/contract/entities.ts';
import { writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';
import { clearTables } from './tables.ts';

/** One statement a kind, however many entities: each takes them as a JSON array. Applying twice is harmless. */

/** A code that has moved from one product to another: whoever had it is replaced, and comes with its own change. */
export function upsertProducts(sql: Sql, products: Product[]): void {
  each(
    sql,
    products,
    `INSERT OR REPLACE INTO plain_cache_products_pf (id, code, name, price_ht, is_active, unit, tva_rate,
                                                     details)
     SELECT value ->> 'id', value ->> 'code', value ->> 'name', value ->> 'price_ht', value ->> 'is_active',
            value ->> 'unit', value ->> 'tva_rate', value FROM json_each(?)`,
  );
}

export function upsertClients(sql: Sql, clients: Client[]): void {
  each(
    sql,
    clients,
    `INSERT OR REPLACE INTO plain_cache_clients (id, name, phone, address, lat, lng, tax_id, balance, updated_at, is_local,
                                                 details)
     SELECT value ->> 'id', value ->> 'name', value ->> 'phone', value ->> 'address', value ->> '$.location.lat',
            value ->> '$.location.lng', value ->> 'tax_id', value ->> 'balance', value ->> 'updated_at', 0, value FROM json_each(?)`,
  );
}

/** Clients that this depot serves no more; one whose delivery is shown here stays until that is gone, too. */
export function removeClients(sql: Sql, ids: string[]): void {
  each(
    sql,
    ids,
    `DELETE FROM cache_clients WHERE id IN (SELECT value FROM json_each(?)) AND is_local = 0
       AND NOT EXISTS (SELECT 1 FROM cache_deliveries_pending d WHERE d.client_id = cache_clients.id)`,
  );
}

/** `qr_payload` is left out even where a node should send it. */
export function upsertDeliveries(sql: Sql, deliveries: Delivery[]): void {
  each(
    sql,
    deliveries,
    `INSERT OR REPLACE INTO plain_cache_deliveries_pending (
       id, reference, client_name, total_ttc, status, depot_id, driver_user_id, client_id, planned_for, lines, total_ht,
       total_tva, validated_at, validated_by)
     SELECT value ->> 'id', value ->> 'reference', value ->> 'client_name', value ->> 'total_ttc', value ->> 'status',
            value ->> 'depot_id', value ->> 'driver_user_id', value ->> 'client_id', value ->> 'planned_for', value -> 'lines',
            value ->> 'total_ht', value ->> 'total_tva', value ->> 'validated_at', value ->> 'validated_by'
     FROM json_each(?)`,
  );
}

export function removeDeliveries(sql: Sql, ids: string[]): void {
  each(sql, ids, 'DELETE FROM cache_deliveries_pending WHERE id IN (SELECT value FROM json_each(?))');
}

/** A level is a statement about a moment: an older one never replaces a newer one. */
export function upsertStockLevels(sql: Sql, levels: StockLevel[]): void {
  each(
    sql,
    levels,
    `
    INSERT INTO cache_stock_levels (product_id, depot_id, quantity, as_of)
    SELECT value ->> 'product_id', value ->> 'depot_id', value ->> 'quantity', value ->> 'as_of' FROM json_each(?) WHERE true
    ON CONFLICT (product_id, depot_id) DO UPDATE SET quantity = excluded.quantity, as_of = excluded.as_of
    WHERE excluded.as_of >= as_of`,
  );
}

export function upsertUsers(sql: Sql, users: UserName[]): void {
  each(
    sql,
    users,
    `INSERT OR REPLACE INTO plain_cache_users (id, name) SELECT value ->> 'id', value ->> 'name' FROM json_each(?)`,
  );
}

/** Null: HQ has not written them; undefined: the node says nothing of them. */
export function keepCompany(sql: Sql, company: Company | null | undefined): void {
  if (company !== undefined) writeMeta(sql, 'company', company && JSON.stringify(company));
}

/** Empties what a snapshot replaces. Drafts, the queue and clients that only this phone knows stay. */
export function clearCaches(sql: Sql): void {
  clearTables(sql, 'cache');
  sql.exec('DELETE FROM cache_clients WHERE is_local = 0');
}

/** What the phone's former user saw and drafted is not the next one's to see. The queue and the archive stay. */
export const clearFormerUser = (sql: Sql): void => clearTables(sql, 'cache', 'user');

/** What was sealed under a key that is gone. Nothing of it was left to hand in. */
export function forgetSealed(sql: Sql): void {
  sql.transaction(() => {
    clearTables(sql, 'cache', 'user', 'traffic', 'unsent');
    writeMeta(sql, 'cursor', null);
  });
}

function each(sql: Sql, items: unknown[], statement: string): void {
  if (items.length > 0) sql.exec(statement, [JSON.stringify(items)]);
}
