import type { Client, Delivery, Lot } from '#shared/contract/entities.ts';
import type { Checkpoint, PullResponse } from '#shared/contract/sync.ts';
import { obeyCheckpoint } from './archive.ts';
import {
  keepCompany,
  removeClients,
  removeDeliveries,
  upsertClients,
  upsertDeliveries,
  upsertProducts,
  upsertStockLevels,
  upsertUsers,
} from './cache.ts';
import { keepDepotDeliveries, keepLots } from './depot-work.ts';
import { type Digest, digest } from './digest.ts';
import { putIntoInbox } from './inbox.ts';
import { writeMeta } from './meta.ts';
import { keepHead } from './signed-head.ts';
import type { Sql } from './sql.ts';
import { keepTours } from './tours.ts';

export interface Owner {
  deviceId: string;
  userId: number;
  /** The depot in whose crew the user is: its pending deliveries and lots are kept too. */
  crewDepot?: number | null;
  /** Where the user works: clients that it serves no more are let go. */
  depotId?: number | null;
}

/**
 * Takes in a page of changes with its cursor, and what a verified checkpoint allows to purge, in one transaction: a phone
 * that dies in between has seen either all of it or nothing.
 */
export function applyPage(
  sql: Sql,
  page: PullResponse,
  checkpoint: Checkpoint | null,
  owner: Owner,
  now: string,
): void {
  const news = digest(page.events);
  sql.transaction(() => {
    upsertProducts(sql, news.products);
    upsertClients(sql, news.clients);
    // A delivery that was given to another driver is no longer this phone's affair.
    upsertDeliveries(
      sql,
      news.deliveries.filter(({ driver_user_id }) => driver_user_id === owner.userId),
    );
    removeDeliveries(
      sql,
      news.deliveries.filter(({ driver_user_id }) => driver_user_id !== owner.userId).map(({ id }) => id),
    );
    removeClients(sql, clientsThatLeft(news.clients, owner));
    keepDepotWork(sql, news, owner);
    keepTours(sql, news.tours, owner);
    upsertStockLevels(sql, news.stockLevels);
    upsertUsers(sql, news.users);
    keepCompany(sql, news.company);
    takeEnds(sql, news, now);
    writeMeta(sql, 'cursor', page.next_since);
    writeMeta(sql, 'last_pull_at', now);
    if (!checkpoint) return;
    // What was added to the contract is offered from then on.
    if (checkpoint.contract !== undefined) writeMeta(sql, 'contract', checkpoint.contract);
    keepHead(sql, { jws: page.checkpoint ?? '', claims: checkpoint });
    obeyCheckpoint(sql, checkpoint, owner.deviceId);
  });
}

const clientsThatLeft = (clients: Client[], { depotId = null }: Pick<Owner, 'depotId'>): string[] =>
  depotId === null ? [] : clients.flatMap(({ id, depot_ids }) => (depot_ids.includes(depotId) ? [] : id));

/** What a depot's crew works with; others hear nothing of it. */
export function keepDepotWork(
  sql: Sql,
  { deliveries = [], lots = [] }: { deliveries?: Delivery[] | undefined; lots?: Lot[] | undefined },
  { crewDepot = null }: Pick<Owner, 'crewDepot'>,
): void {
  if (crewDepot === null) return;
  keepDepotDeliveries(sql, deliveries, crewDepot);
  keepLots(
    sql,
    lots.filter(({ depot_id }) => depot_id === crewDepot),
  );
}

/** What became of what was done here: numbers of invoices, and the server's decisions. */
export function takeEnds(sql: Sql, news: Digest, now: string): void {
  nameInvoices(sql, news);
  takeVerdicts(sql, news, now);
}

/** A draft becomes an invoice: its number, its date, its lines (at the rates that stand) and its totals are the server's. */
function nameInvoices(sql: Sql, { invoices }: Digest): void {
  if (invoices.length === 0) return;
  sql.exec(
    `UPDATE plain_draft_invoices SET status = 'REFERENCED', reference = i.value ->> 'reference',
            total_ht = i.value ->> 'total_ht', total_tva = i.value ->> 'total_tva',
            stamp_duty = i.value ->> 'stamp_duty', total_ttc = i.value ->> 'total_ttc',
            lines = coalesce(i.value -> 'lines', lines), updated_at = coalesce(i.value ->> 'created_at', updated_at)
     FROM json_each(?) i WHERE plain_draft_invoices.id = i.value ->> 'id' AND plain_draft_invoices.status <> 'DRAFT'`,
    [JSON.stringify(invoices)],
  );
  const list = JSON.stringify(invoices);
  sql.exec(`DELETE FROM cancelled_invoices WHERE id IN (SELECT value ->> 'id' FROM json_each(?))`, [list]);
  sql.exec(
    `INSERT INTO cancelled_invoices (id, cancelled_at) SELECT value ->> 'id', value ->> 'cancelled_at' FROM json_each(?)
     WHERE value ->> 'cancelled_at' IS NOT NULL`,
    [list],
  );
}

/** The server's decisions about own events. They end no custody: that is the checkpoint's to do. */
function takeVerdicts(sql: Sql, { applied, rejected, quarantined }: Digest, now: string): void {
  const verdicts = [
    ...applied.map(({ event_id }) => ({ event_id, outcome: 'APPLIED' })),
    ...rejected.map(({ event_id, error_code }) => ({ event_id, error_code, outcome: 'REJECTED' })),
    ...quarantined.map(({ event_id, error_code }) => ({ event_id, error_code, outcome: 'QUARANTINED' })),
  ];
  if (verdicts.length === 0) return;
  const list = JSON.stringify(verdicts);
  sql.exec(
    `UPDATE sync_queue SET outcome = v.value ->> 'outcome', error_code = v.value ->> 'error_code',
            status = CASE WHEN v.value ->> 'outcome' <> 'APPLIED' THEN 'FAILED' WHEN status = 'FAILED' THEN 'ACKED' ELSE status END
     FROM json_each(?) v WHERE sync_queue.id = v.value ->> 'event_id'`,
    [list],
  );
  sql.exec(
    `UPDATE sync_archive SET outcome = v.value ->> 'outcome', error_code = v.value ->> 'error_code'
     FROM json_each(?) v WHERE sync_archive.id = v.value ->> 'event_id'`,
    [list],
  );
  sql.exec(
    `UPDATE pending_delivery_validations SET status = iif(v.value ->> 'outcome' = 'APPLIED', 'APPLIED', 'REJECTED')
     FROM json_each(?) v WHERE pending_delivery_validations.id = v.value ->> 'event_id'`,
    [list],
  );
  // The server has decided it, so it can take it by now: offered once more, it gets its end again, and custody ends.
  sql.exec(
    `DELETE FROM sync_offers WHERE outcome = 'set_aside' AND event_id IN (SELECT value ->> 'event_id' FROM json_each(?))`,
    [list],
  );
  sql.exec(`DELETE FROM inbox WHERE event_id IN (SELECT value ->> 'event_id' FROM json_each(?))`, [
    JSON.stringify(applied),
  ]);
  putIntoInbox(sql, [...rejected, ...quarantined], now);
}
