import type { Client, Delivery, Product, StockLevel, UserName } from '#shared/contract/entities.ts';
import { writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** One statement a kind, however many entities: each takes them as a JSON array. Applying twice is harmless. */

/** A code that has moved from one product to another would bar the newcomer: whoever had it leaves, and comes with its own change. */
export function upsertProducts(sql: Sql, products: Product[]): void {
  each(
    sql,
    products,
    `DELETE FROM cache_products_pf WHERE EXISTS (
       SELECT 1 FROM json_each(?) p
       WHERE p.value ->> 'code' = cache_products_pf.code AND p.value ->> 'id' <> cache_products_pf.id)`,
  );
  each(
    sql,
    products,
    `
    INSERT INTO cache_products_pf (id, code, name, price_ht, is_active, unit, tva_rate)
    SELECT value ->> 'id', value ->> 'code', value ->> 'name',
           seal(value ->> 'price_ht', 'cache_products_pf.price_ht', value ->> 'id'), value ->> 'is_active',
           value ->> 'unit', value ->> 'tva_rate'
    FROM json_each(?) WHERE true
    ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, price_ht = excluded.price_ht,
      is_active = excluded.is_active, unit = excluded.unit, tva_rate = excluded.tva_rate`,
  );
}

export function upsertClients(sql: Sql, clients: Client[]): void {
  each(
    sql,
    clients,
    `
    INSERT INTO cache_clients (id, name, phone, address, lat, lng, tax_id, balance, updated_at, is_local)
    SELECT id, seal(c ->> 'name', 'cache_clients.name', id), seal(c ->> 'phone', 'cache_clients.phone', id),
           seal(c ->> 'address', 'cache_clients.address', id), seal(c ->> '$.location.lat', 'cache_clients.lat', id),
           seal(c ->> '$.location.lng', 'cache_clients.lng', id), seal(c ->> 'tax_id', 'cache_clients.tax_id', id),
           seal(c ->> 'balance', 'cache_clients.balance', id), c ->> 'updated_at', 0
    FROM (SELECT value ->> 'id' AS id, value AS c FROM json_each(?)) WHERE true
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, phone = excluded.phone, address = excluded.address,
      lat = excluded.lat, lng = excluded.lng, tax_id = excluded.tax_id, balance = excluded.balance,
      updated_at = excluded.updated_at, is_local = 0`,
  );
}

/** `qr_payload` is left out even where a node should send it. */
export function upsertDeliveries(sql: Sql, deliveries: Delivery[]): void {
  each(
    sql,
    deliveries,
    `
    INSERT INTO cache_deliveries_pending (id, reference, client_name, total_ttc, status, depot_id, driver_user_id, client_id,
                                          planned_for, lines, total_ht, total_tva, validated_at, validated_by)
    SELECT id, d ->> 'reference', seal(d ->> 'client_name', 'cache_deliveries_pending.client_name', id),
           seal(d ->> 'total_ttc', 'cache_deliveries_pending.total_ttc', id), d ->> 'status',
           d ->> 'depot_id', d ->> 'driver_user_id', d ->> 'client_id', d ->> 'planned_for',
           seal(d -> 'lines', 'cache_deliveries_pending.lines', id),
           seal(d ->> 'total_ht', 'cache_deliveries_pending.total_ht', id),
           seal(d ->> 'total_tva', 'cache_deliveries_pending.total_tva', id), d ->> 'validated_at', d ->> 'validated_by'
    FROM (SELECT value ->> 'id' AS id, value AS d FROM json_each(?)) WHERE true
    ON CONFLICT (id) DO UPDATE SET reference = excluded.reference, client_name = excluded.client_name,
      total_ttc = excluded.total_ttc, status = excluded.status, depot_id = excluded.depot_id,
      driver_user_id = excluded.driver_user_id, client_id = excluded.client_id, planned_for = excluded.planned_for,
      lines = excluded.lines, total_ht = excluded.total_ht, total_tva = excluded.total_tva,
      validated_at = excluded.validated_at, validated_by = excluded.validated_by`,
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
    `
    INSERT INTO cache_users (id, name)
    SELECT value ->> 'id', seal(value ->> 'name', 'cache_users.name', value ->> 'id') FROM json_each(?) WHERE true
    ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
  );
}

/** Empties what a snapshot replaces. Drafts, the queue and clients that only this phone knows stay. */
export function clearCaches(sql: Sql): void {
  sql.exec('DELETE FROM cache_products_pf');
  sql.exec('DELETE FROM cache_deliveries_pending');
  sql.exec('DELETE FROM cache_stock_levels');
  sql.exec('DELETE FROM cache_users');
  sql.exec('DELETE FROM cache_clients WHERE is_local = 0');
}

/** What the phone's former user saw and drafted is not the next one's to see. The queue and the archive stay. */
export function clearFormerUser(sql: Sql): void {
  clearCaches(sql);
  sql.exec('DELETE FROM cache_clients');
  sql.exec('DELETE FROM draft_invoices');
  sql.exec('DELETE FROM delivery_drafts');
  sql.exec('DELETE FROM pending_delivery_validations');
  sql.exec('DELETE FROM inbox');
}

/** What was sealed under a key that is gone, in all tables of `SEALED_COLUMNS`. Nothing of it was left to hand in. */
export function forgetSealed(sql: Sql): void {
  sql.transaction(() => {
    clearFormerUser(sql);
    sql.exec(`
      DELETE FROM sync_queue;
      DELETE FROM sync_offers;
      DELETE FROM sync_archive;
      DELETE FROM staged_scope;
      DELETE FROM blob_offers;
      DELETE FROM blob_bytes;
      DELETE FROM blob_refs;
      DELETE FROM blobs;`);
    writeMeta(sql, 'cursor', null);
  });
}

function each(sql: Sql, items: unknown[], statement: string): void {
  if (items.length > 0) sql.exec(statement, [JSON.stringify(items)]);
}
