import type { Client } from '#shared/contract/entities.ts';
import type { Sql } from './sql.ts';
import { type ClientFields, unsentFields } from './unsent-fields.ts';
import { unsentMoney } from './unsent-money.ts';
import type { ClientCard } from './views.ts';

/** Names that are remembered of a client. */
const RECEIVERS = 3;

interface Row {
  id: string;
  name: string;
  phone: string | null;
  address: string | null;
  tax_id: string | null;
  balance: number | null;
  is_local: number;
  details: string | null;
  receivers: string | null;
}

const TEXTS = ['rc', 'nif', 'nis', 'ai', 'note', 'opening_hours'] as const;

/** A field that somebody has emptied is none. */
const textsOf = (said: Partial<Client>) =>
  Object.fromEntries(TEXTS.map((field) => [field, said[field] || null])) as Record<
    (typeof TEXTS)[number],
    string | null
  >;

/** All that this phone knows of a client; null where it was never told of it. */
export function client(sql: Sql, id: string): ClientCard | null {
  const [row] = sql.all<Row>(
    `SELECT c.id, c.name, c.phone, c.address, c.tax_id, c.balance, c.is_local, c.details, r.names AS receivers
     FROM plain_cache_clients c LEFT JOIN plain_receivers r ON r.client_id = c.id WHERE c.id = ?`,
    [id],
  );
  if (row === undefined) return null;
  const { details, receivers, is_local, ...told } = row;
  const typed: ClientFields = unsentFields(sql).get(id) ?? {};
  const said: Partial<Client> = { ...(details === null ? {} : JSON.parse(details)), ...typed };
  const { name = told.name, phone = told.phone, address = told.address } = typed;
  return {
    ...told,
    ...{ name, phone: phone || null, address: address || null },
    is_local: is_local === 1,
    kind: said.kind ?? null,
    ...textsOf(said),
    proof: said.proof ?? {},
    balance_as_of: said.balance_as_of ?? null,
    credit_limit: said.credit_limit ?? null,
    unsent_money: unsentMoney(sql, id),
    receivers: receivers === null ? [] : JSON.parse(receivers),
  };
}

/** Who took a delivery's goods will likely take the next. Part of the transaction that records it. */
export function rememberReceiver(sql: Sql, deliveryId: string, name: string | undefined): void {
  const [known] = sql.all<{ client_id: string; names: string | null }>(
    `SELECT d.client_id, r.names FROM cache_deliveries_pending d LEFT JOIN plain_receivers r ON r.client_id = d.client_id
     WHERE d.id = ?`,
    [deliveryId],
  );
  if (name === undefined || known === undefined) return;
  const before: string[] = known.names === null ? [] : JSON.parse(known.names);
  const names = [name, ...before.filter((other) => other !== name)].slice(0, RECEIVERS);
  sql.exec('INSERT OR REPLACE INTO plain_receivers (client_id, names) VALUES (?, ?)', [
    known.client_id,
    JSON.stringify(names),
  ]);
}

/** What a client took the last time, by this phone's invoices and deliveries, with no price: prices are of today. */
export function lastOrder(sql: Sql, clientId: string): { product_id: number; quantity: number }[] {
  const [row] = sql.all<{ lines: string }>(
    `SELECT lines FROM (
       SELECT lines, updated_at AS at FROM plain_draft_invoices WHERE client_id = ?1 AND status <> 'DRAFT'
       UNION ALL
       SELECT lines, validated_at FROM plain_cache_deliveries_pending
       WHERE client_id = ?1 AND status IN ('VALIDATED', 'PARTIAL')
     ) ORDER BY at DESC LIMIT 1`,
    [clientId],
  );
  const lines: { product_id: number; quantity: number; delivered?: number }[] = row ? JSON.parse(row.lines) : [];
  return lines
    .map(({ product_id, quantity, delivered = quantity }) => ({ product_id, quantity: delivered }))
    .filter(({ quantity }) => quantity > 0);
}
