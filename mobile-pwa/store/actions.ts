import type { DeliveryFailed, InvoiceCreated, PricedLine } from '#shared/contract/events.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { dayAt } from '#shared/domain/company-day.ts';
import { stampRuleOn } from '#shared/domain/stamp-duty.ts';
import { totalsOf } from '#shared/domain/totals.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { rememberReceiver } from './clients.ts';
import type { Journal, NewEvent } from './journal.ts';
import { company } from './meta.ts';
import { ratesOfDay } from './rates-of-day.ts';
import type { Sql } from './sql.ts';
import type { DeliveryDetails, DeliveryDraft, DeliveryRecord, DraftInvoice, NewClient } from './views.ts';

/** `saved`: on disk, to be handed in. `already`: this very thing was done here before, and stands. */
export type SaveResult =
  | { kind: 'saved'; event_id: string }
  | { kind: 'already'; event_id: string }
  | { kind: 'refused'; reason: 'NO_LINES' | 'NO_QUANTITY' | 'NO_CLIENT' | 'NOT_A_DRAFT' };

/** `event_id` is made when the form opens: however often its button is pressed, it is one and the same action. */
export interface ValidateDelivery {
  event_id: string;
  delivery_id: string;
  details: DeliveryDetails;
  /** What was handed over is worth, in centimes, as the form said; null where the note's lines are not known here. */
  total_ttc?: number | null;
}
export interface FailDelivery {
  event_id: string;
  delivery_id: string;
  details: DeliveryFailed;
}

export interface ActionDeps {
  sql: Sql;
  journal: Journal;
  clock: Clock;
  ids: Ids;
}

/**
 * The validation that was made here and still stands, whether or not the delivery is of this phone's tour. Refused ones do
 * not count, so that it can be done again; nor do failed deliveries, which are not final.
 */
const standing = (sql: Sql, deliveryId: string): string | null =>
  sql.all<{ id: string }>(
    `SELECT v.id FROM pending_delivery_validations v LEFT JOIN event_states s ON s.id = v.id
     WHERE v.delivery_id = ? AND v.action = 'DELIVERY_VALIDATED' AND coalesce(s.state, 'hq') <> 'person' LIMIT 1`,
    [deliveryId],
  )[0]?.id ?? null;

export const isKnown = (sql: Sql, eventId: string): boolean =>
  sql.all('SELECT 1 FROM event_states WHERE id = ?', [eventId]).length > 0;

export function validateDelivery(deps: ActionDeps, input: ValidateDelivery): Promise<SaveResult> {
  const at = isoTime(deps.clock.now());
  return aboutDelivery(deps, input, 'DELIVERY_VALIDATED', at, { ...input.details, validated_at: at });
}

export function failDelivery(deps: ActionDeps, input: FailDelivery): Promise<SaveResult> {
  return aboutDelivery(deps, input, 'DELIVERY_FAILED', isoTime(deps.clock.now()), { ...input.details });
}

async function aboutDelivery(
  { sql, journal }: ActionDeps,
  input: ValidateDelivery | FailDelivery,
  action: 'DELIVERY_VALIDATED' | 'DELIVERY_FAILED',
  at: string,
  payload: Record<string, unknown>,
): Promise<SaveResult> {
  let already: string | null = null;
  const stored = await journal.append(
    () => {
      already = isKnown(sql, input.event_id) ? input.event_id : standing(sql, input.delivery_id);
      if (already !== null) return null;
      return [
        {
          id: input.event_id,
          entity_type: 'DELIVERY',
          entity_id: input.delivery_id,
          action,
          payload: composed(payload),
          occurred_at: at,
        },
      ];
    },
    () => {
      const code = 'qr_scanned' in input.details ? input.details.qr_scanned : null;
      // A form leaves the lines out where all was delivered as ordered.
      const isPartial = 'lines' in input.details && input.details.lines !== undefined;
      const { lat = null, lng = null } = input.details.location ?? {};
      const record = recordOf(sql, input);
      sql.exec(
        `INSERT INTO plain_pending_delivery_validations (id, delivery_id, qr_scanned, validated_at, latitude, longitude,
                                                          action, is_partial, record)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [input.event_id, input.delivery_id, code, at, lat, lng, action, isPartial ? 1 : 0, JSON.stringify(record)],
      );
      if ('received_by' in input.details) rememberReceiver(sql, input.delivery_id, input.details.received_by);
      sql.exec('DELETE FROM delivery_drafts WHERE delivery_id = ?', [input.delivery_id]);
    },
  );
  return stored
    ? { kind: 'saved', event_id: input.event_id }
    : { kind: 'already', event_id: already ?? input.event_id };
}

/** What a refusal is told with later, when the delivery itself may have left this phone. */
function recordOf(sql: Sql, input: ValidateDelivery | FailDelivery): DeliveryRecord {
  const [known] = sql.all<Pick<DeliveryRecord, 'reference' | 'client_name' | 'ordered_ttc'> & { lines: string }>(
    'SELECT reference, client_name, total_ttc AS ordered_ttc, lines FROM plain_cache_deliveries_pending WHERE id = ?',
    [input.delivery_id],
  );
  const { qr_scanned: _code, ...said } = { qr_scanned: '', ...input.details };
  return {
    reference: known?.reference ?? null,
    client_name: known?.client_name ?? null,
    total_ttc: ('total_ttc' in input ? input.total_ttc : null) ?? null,
    ordered_ttc: known?.ordered_ttc ?? null,
    cash: ('cash_collected' in input.details ? input.details.cash_collected : null) ?? null,
    lines: known === undefined ? null : JSON.parse(known.lines),
    said,
  };
}

/** Keeps what was typed at a stop so far. What has been confirmed meanwhile is no draft any more. */
export function saveDeliveryDraft({ sql, clock }: Pick<ActionDeps, 'sql' | 'clock'>, draft: DeliveryDraft): void {
  if (isKnown(sql, draft.event_id) || (draft.failure && isKnown(sql, draft.failure.event_id))) return;
  sql.exec('INSERT OR REPLACE INTO plain_delivery_drafts (delivery_id, content, updated_at) VALUES (?, ?, ?)', [
    draft.delivery_id,
    JSON.stringify(draft),
    isoTime(clock.now()),
  ]);
}

/** Keeps what the seller has typed so far; true for a new draft. One that was issued is a document and does not change any more. */
export function saveDraft({ sql, clock }: Pick<ActionDeps, 'sql' | 'clock'>, draft: DraftInvoice): boolean {
  // A line whose quantity is not one yet adds nothing to what the list shows of the draft.
  const lines = countedLines(sql, draft, dayAt(isoTime(clock.now())));
  const totals = totalsOf(lines, draft.payment, stampRuleNow(sql, clock));
  const isNew = sql.all('SELECT 1 FROM draft_invoices WHERE id = ?', [draft.id]).length === 0;
  sql.exec(
    `INSERT OR REPLACE INTO plain_draft_invoices (id, client_id, client_name, new_client, delivery_id, lines, payment, handed_over,
                                                  total_ht, total_tva, stamp_duty, total_ttc, updated_at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
     WHERE NOT EXISTS (SELECT 1 FROM draft_invoices WHERE id = ?1 AND status <> 'DRAFT')`,
    [
      draft.id,
      draft.client_id,
      draft.client_name,
      draft.new_client === null ? null : JSON.stringify(draft.new_client),
      draft.delivery_id ?? null,
      JSON.stringify(draft.lines),
      draft.payment,
      draft.handed_over ? 1 : 0,
      totals.total_ht,
      totals.total_tva,
      totals.stamp_duty,
      totals.total_ttc,
      isoTime(clock.now()),
    ],
  );
  return isNew;
}

export const deleteDraft = (sql: Sql, id: string): void =>
  sql.exec(`DELETE FROM draft_invoices WHERE id = ? AND status = 'DRAFT'`, [id]);

/** Issues a draft: the new client first, if there is one, then the invoice; both are stored or neither. */
export async function issueInvoice(deps: ActionDeps, draft: DraftInvoice): Promise<SaveResult> {
  const { sql, journal, clock, ids } = deps;
  if (draft.lines.length === 0) return { kind: 'refused', reason: 'NO_LINES' };
  const lines = countedLines(sql, draft, dayAt(isoTime(clock.now())));
  if (lines.length < draft.lines.length) return { kind: 'refused', reason: 'NO_QUANTITY' };
  const clientId = draft.client_id;
  if (clientId === null) return { kind: 'refused', reason: 'NO_CLIENT' };
  const at = isoTime(clock.now());
  const eventId = ids.uuid();
  let already: string | null = null;
  const stored = await journal.append(
    () => {
      already = issuedAs(sql, draft.id);
      if (already !== null) return null;
      const invoice: NewEvent = {
        id: eventId,
        entity_type: 'INVOICE',
        entity_id: draft.id,
        action: 'INVOICE_CREATED',
        payload: { ...invoicePayload(draft, lines, clientId, stampRuleNow(sql, clock)) },
        occurred_at: at,
      };
      return draft.new_client === null
        ? [invoice]
        : [newClientEvent(draft.new_client, clientId, ids.uuid(), at), invoice];
    },
    () => {
      saveDraft(deps, draft);
      sql.exec(`UPDATE draft_invoices SET status = 'SAVED', sync_event_id = ? WHERE id = ?`, [eventId, draft.id]);
      if (draft.new_client === null) return;
      const { name, phone = null, address = null } = draft.new_client;
      sql.exec(
        'INSERT OR IGNORE INTO plain_cache_clients (id, name, phone, address, is_local) VALUES (?, ?, ?, ?, 1)',
        [clientId, name, phone, address],
      );
    },
  );
  return stored ? { kind: 'saved', event_id: eventId } : { kind: 'already', event_id: already ?? eventId };
}

const issuedAs = (sql: Sql, draftId: string): string | null =>
  sql.all<{ sync_event_id: string }>(`SELECT sync_event_id FROM draft_invoices WHERE id = ? AND status <> 'DRAFT'`, [
    draftId,
  ])[0]?.sync_event_id ?? null;

/**
 * The lines whose quantity is a number, as the wire has them. A draft may be older than the day's dated rate; goods that
 * were delivered bear their note's.
 */
function countedLines(sql: Sql, { lines, delivery_id }: DraftInvoice, day: string): PricedLine[] {
  const rates = delivery_id ? new Map<number, number>() : ratesOfDay(sql, day);
  return lines.flatMap(({ product_id, quantity, unit_price_ht, tva_rate }) =>
    typeof quantity === 'number'
      ? [{ product_id, quantity, unit_price_ht, tva_rate: rates.get(product_id) ?? tva_rate }]
      : [],
  );
}

/** What stamp duty is today, as HQ has said it; the day of the invoice decides, here as there. */
const stampRuleNow = (sql: Sql, clock: Clock): StampRule =>
  stampRuleOn(company(sql)?.stamp_rules, dayAt(isoTime(clock.now())));

function invoicePayload(draft: DraftInvoice, lines: PricedLine[], clientId: string, rule: StampRule): InvoiceCreated {
  const payload: InvoiceCreated = {
    client_id: clientId,
    lines,
    ...totalsOf(lines, draft.payment, rule),
    payment: draft.payment,
  };
  if (draft.delivery_id) return { ...payload, delivery_id: draft.delivery_id };
  return draft.handed_over ? { ...payload, handed_over: true } : payload;
}

const newClientEvent = (client: NewClient, clientId: string, id: string, at: string): NewEvent => ({
  id,
  entity_type: 'CLIENT',
  entity_id: clientId,
  action: 'CLIENT_CREATED',
  payload: composed({ ...client }),
  occurred_at: at,
});

/** Text goes over the wire in Unicode's composed form (NFC), whatever the keyboard made. */
export function composed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? part.normalize('NFC') : part,
  );
}
