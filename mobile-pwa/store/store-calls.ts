import { isoTime } from '#shared/ports/clock.ts';
import * as actions from './actions.ts';
import { type AuditStep, auditOfDay } from './audit.ts';
import { unsentBlobs } from './blob-outbox.ts';
import { blob, keepBlob } from './blobs.ts';
import { updateClient } from './client-changes.ts';
import { client, lastOrder } from './clients.ts';
import { requestCorrection } from './corrections.ts';
import { depotDeliveries, lots } from './depot-work.ts';
import { keptForm, saveForm } from './forms.ts';
import * as history from './history.ts';
import { dismiss } from './inbox.ts';
import { lotNumbers } from './lot-numbers.ts';
import { company, lastPullAt, readMeta } from './meta.ts';
import { offerAgain } from './outbox.ts';
import { recordedDays } from './past-days.ts';
import { collectPayment } from './payments.ts';
import * as queries from './queries.ts';
import { saveRoute } from './route.ts';
import type { Sql } from './sql.ts';
import { codesOfTour, recordOfTour, recordsOfTour, tourById, toursOf } from './tours.ts';
import type { DraftInvoice } from './views.ts';
import { skipVisit } from './visits.ts';

/** What a call of the store works with. */
export interface StoreContext extends actions.ActionDeps {
  /** Writes a step down in the phone's audit trail. */
  noteStep: (step: AuditStep) => void;
}

/**
 * What screens ask the store, each call once: its name here and its function. `PhoneStore`, `PhoneApi` and what the worker
 * answers derive from these four tables.
 */

/** Reads. */
const QUERIES = {
  tour: queries.tour,
  delivery: queries.delivery,
  deliveryDraft: queries.deliveryDraft,
  products: queries.products,
  stock: queries.stock,
  depotDeliveries,
  lots,
  clients: queries.clients,
  /** All that this phone knows of one. */
  client,
  lotNumbers,
  lastOrder,
  toursOf,
  tourById,
  recordsOfTour,
  codesOfTour,
  blob,
  keptForm,
  invoices: queries.invoices,
  invoice: queries.invoice,
  outbox: queries.outboxItems,
  inbox: queries.inboxItems,
  inboxItem: queries.inboxItem,
  readItems: queries.readItems,
  counts: queries.counts,
  localAction: history.localAction,
  /** The last thing that was recorded here about a delivery, also about one that this phone has no row of. */
  lastRecorded: history.lastRecorded,
  /** What was recorded here about deliveries, the newest first. */
  history: history.history,
  unsentBlobs,
  /** The steps of a day in this phone's audit trail, the newest first. */
  auditOfDay,
  /** What was recorded here day by day, the newest first. */
  recordedDays,
  /** When the caches were last brought up to date; null before the first time. */
  lastPullAt,
  /** The company's legal identities; null where HQ has not written them or this phone was not told. */
  company,
  /** The newest part of the contract that the server has signed to know; null for a server of before. */
  contract: (sql: Sql) => readMeta(sql, 'contract'),
};

/** Record an event: there is something to hand in. */
const RECORDS = {
  validateDelivery: actions.validateDelivery,
  failDelivery: actions.failDelivery,
  issueInvoice: actions.issueInvoice,
  collectPayment,
  requestCorrection,
  skipVisit,
  updateClient,
  recordOfTour,
};

/** Change what screens show. */
const CHANGES = {
  saveDraft(context: StoreContext, draft: DraftInvoice) {
    const isNew = actions.saveDraft(context, draft);
    if (isNew) context.noteStep({ action: 'INVOICE_DRAFTED', entity_type: 'INVOICE', entity_id: draft.id });
  },
  deleteDraft: ({ sql }: StoreContext, id: string) => actions.deleteDraft(sql, id),
  dismiss: ({ sql, clock }: StoreContext, eventId: string) => dismiss(sql, eventId, isoTime(clock.now())),
  saveRoute: ({ sql }: StoreContext, deliveryIds: string[]) => saveRoute(sql, deliveryIds),
  offerAgain: ({ sql }: StoreContext, eventId: string) => offerAgain(sql, eventId),
};

/** Told to nobody: whoever types it sees it, and a key pressed must not have every screen look again. */
const SILENT_CHANGES = {
  saveDeliveryDraft: actions.saveDeliveryDraft,
  noteStep: ({ noteStep }: StoreContext, step: AuditStep) => noteStep(step),
  saveForm,
  /** Keeps a photo or a signature; the event that is recorded next names it by its hash. */
  keepBlob: ({ sql }: StoreContext, bytes: Uint8Array, contentType: string) => keepBlob(sql, bytes, contentType),
};

/** The calls of a table as they look once what they work with is given. */
export type Bound<Table> = {
  [Name in keyof Table]: Table[Name] extends (context: never, ...args: infer Args) => infer Result
    ? (...args: Args) => Result
    : never;
};

export type StoreCalls = Bound<typeof QUERIES & typeof RECORDS & typeof CHANGES & typeof SILENT_CHANGES>;

export const STORE_CALLS = Object.keys({
  ...QUERIES,
  ...RECORDS,
  ...CHANGES,
  ...SILENT_CHANGES,
}) as (keyof StoreCalls)[];

type Call<Context> = (context: Context, ...args: never[]) => unknown;

export function bindCalls<Context, Table extends Record<string, Call<Context>>>(
  table: Table,
  context: Context,
  around: (run: () => unknown) => unknown = (run) => run(),
): Bound<Table> {
  const bound = Object.entries(table).map(([name, call]) => [
    name,
    (...args: never[]) => around(() => call(context, ...args)),
  ]);
  return Object.fromEntries(bound) as Bound<Table>;
}

/** `onWrite` is called after each write that others should see. `made`: an event was recorded. */
export function storeCalls(context: StoreContext, onWrite: (made: boolean) => void): StoreCalls {
  const record = async (run: () => unknown) => {
    const result = (await run()) as actions.SaveResult;
    if (result.kind === 'saved') onWrite(true);
    return result;
  };
  const change = (run: () => unknown) => {
    run();
    onWrite(false);
  };
  return {
    ...bindCalls(QUERIES, context.sql),
    ...bindCalls(RECORDS, context, record),
    ...bindCalls(CHANGES, context, change),
    ...bindCalls(SILENT_CHANGES, context),
  };
}
