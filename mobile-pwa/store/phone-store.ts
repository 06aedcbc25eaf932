import type { JSONWebKeySet } from 'jose';
import type { SignedStatement } from '#shared/domain/grace.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Sha256, SignChecksum } from '#shared/ports/crypto.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import * as actions from './actions.ts';
import { forgetOld } from './archive.ts';
import { phoneBlobOutbox, type UnsentBlobs, unsentBlobs } from './blob-outbox.ts';
import { forgetBlobs, type KeepResult, keepBlob } from './blobs.ts';
import type { Owner } from './changes.ts';
import { succeed, successorId, wasRolledBack } from './device-rollback.ts';
import { phoneDeviceStore } from './device-store.ts';
import { giveBackPages } from './free-pages.ts';
import * as history from './history.ts';
import { dismiss } from './inbox.ts';
import { type Author, adoptDevice, type JournalDeps, openJournal } from './journal.ts';
import { readMeta } from './meta.ts';
import { offerAgain } from './outbox.ts';
import { type CollectPayment, collectPayment } from './payments.ts';
import * as queries from './queries.ts';
import { migrate } from './schema.ts';
import { isFull, type Sql } from './sql.ts';
import type {
  ClientView,
  Counts,
  DeliveryDraft,
  DraftInvoice,
  HistoryItem,
  InboxItem,
  InvoiceView,
  OutboxItem,
  Part,
  ProductView,
  StockView,
  Stop,
} from './views.ts';

export interface PhoneStoreDeps {
  owner: Owner;
  clock: Clock;
  ids: Ids;
  sha256: Sha256;
  sign: SignChecksum;
  /** The device that goes on with the numbering once the server has shown that this phone was put back to an earlier copy. */
  successor: () => Promise<Author>;
  jwks: (jws: string) => Promise<JSONWebKeySet | null>;
  /** Called with each checkpoint that the server signed. */
  heard?: (word: SignedStatement) => void;
  /** Called after each write. `made` says that an event was made: there is something to hand in. */
  onWrite?: (made: boolean) => void;
}

/** All that a phone keeps, for its screens and for the device engine. */
export interface PhoneStore {
  /** The engine's side. */
  device: DeviceStore;
  /** The courier's side. */
  blobs: BlobOutbox;
  /** Keeps a photo or a signature for an event to name. */
  keepBlob(bytes: Uint8Array, contentType: string): KeepResult;
  unsentBlobs(): UnsentBlobs;
  validateDelivery(input: actions.ValidateDelivery): Promise<actions.SaveResult>;
  failDelivery(input: actions.FailDelivery): Promise<actions.SaveResult>;
  collectPayment(input: CollectPayment): Promise<actions.SaveResult>;
  /** The newest part of the contract that the server has signed to know; null for a server of before. */
  contract(): string | null;
  issueInvoice(draft: DraftInvoice): Promise<actions.SaveResult>;
  saveDeliveryDraft(draft: DeliveryDraft): void;
  deliveryDraft(deliveryId: string): DeliveryDraft | null;
  saveDraft(draft: DraftInvoice): void;
  deleteDraft(id: string): void;
  /** `day`: YYYY-MM-DD. */
  tour(day: string): Stop[];
  delivery(id: string): Stop | null;
  localAction(eventId: string): HistoryItem | null;
  /** The last thing that was recorded here about a delivery, also about one that this phone has no row of. */
  lastRecorded(deliveryId: string): HistoryItem | null;
  /** What was recorded here about deliveries, the newest first. */
  history(most: number): Part<HistoryItem>;
  products(): ProductView[];
  stock(): StockView[];
  clients(): ClientView[];
  invoices(most: number): Part<InvoiceView>;
  invoice(id: string): InvoiceView | null;
  outbox(most: number): Part<OutboxItem>;
  inbox(): InboxItem[];
  counts(): Counts;
  dismiss(eventId: string): void;
  offerAgain(eventId: string): void;
  /** When the caches were last brought up to date; null before the first time. */
  lastPullAt(): string | null;
}

/** Who numbers: this device, until it learns that it was put back to an earlier copy; then its successor alone. */
function authorship(sql: Sql, { owner, sign, successor }: PhoneStoreDeps): Pick<JournalDeps, 'author' | 'isAuthor'> {
  return {
    async author() {
      if (!wasRolledBack(sql)) return { deviceId: owner.deviceId, sign };
      const next = await successor();
      succeed(sql, next.deviceId);
      return next;
    },
    isAuthor: (deviceId) => deviceId === (wasRolledBack(sql) ? successorId(sql) : owner.deviceId),
  };
}

/** Makes or upgrades the tables, sealing included. `newer`: an app that came later wrote this file, and this one must not touch it. */
export const prepareSchema = migrate;

/** What is past its time leaves; a phone that is too full even for that is opened all the same. */
function tidy(sql: Sql): void {
  try {
    forgetOld(sql);
    forgetBlobs(sql);
    giveBackPages(sql);
  } catch (error) {
    if (!isFull(error)) throw error;
  }
}

/** Opens the store of one device and its user on tables that `prepareSchema` has made ready. */
export function openPhoneStore(sql: Sql, deps: PhoneStoreDeps): PhoneStore {
  const { owner, clock, ids, heard = () => {}, onWrite = () => {} } = deps;
  adoptDevice(sql, owner.deviceId, owner.userId);
  // What was being sent when the app died is pending again.
  sql.exec(`UPDATE sync_queue SET status = iif(custody = 'hub', 'ACKED', 'PENDING') WHERE status = 'SENDING'`);
  tidy(sql);
  const journal = openJournal({ sql, userId: owner.userId, sha256: deps.sha256, ...authorship(sql, deps) });
  const acting = { sql, journal, clock, ids };
  const made = async (work: Promise<actions.SaveResult>): Promise<actions.SaveResult> => {
    const result = await work;
    if (result.kind === 'saved') onWrite(true);
    return result;
  };
  const written = (work: () => void): void => {
    work();
    onWrite(false);
  };
  return {
    device: phoneDeviceStore({ sql, owner, clock, jwks: deps.jwks, heard, onWrite: () => onWrite(false) }),
    blobs: phoneBlobOutbox(sql, clock, () => onWrite(false)),
    keepBlob: (bytes, contentType) => keepBlob(sql, bytes, contentType),
    unsentBlobs: () => unsentBlobs(sql),
    validateDelivery: (input) => made(actions.validateDelivery(acting, input)),
    failDelivery: (input) => made(actions.failDelivery(acting, input)),
    collectPayment: (input) => made(collectPayment(acting, input)),
    contract: () => readMeta(sql, 'contract'),
    issueInvoice: (draft) => made(actions.issueInvoice(acting, draft)),
    // Told to nobody: whoever types it sees it, and a key pressed must not have every screen look again.
    saveDeliveryDraft: (draft) => actions.saveDeliveryDraft(acting, draft),
    deliveryDraft: (deliveryId) => queries.deliveryDraft(sql, deliveryId),
    saveDraft: (draft) => written(() => actions.saveDraft(acting, draft)),
    deleteDraft: (id) => written(() => actions.deleteDraft(sql, id)),
    tour: (day) => queries.tour(sql, day),
    delivery: (id) => queries.delivery(sql, id),
    localAction: (eventId) => history.localAction(sql, eventId),
    lastRecorded: (deliveryId) => history.lastRecorded(sql, deliveryId),
    history: (most) => history.history(sql, most),
    products: () => queries.products(sql),
    stock: () => queries.stock(sql),
    clients: () => queries.clients(sql),
    invoices: (most) => queries.invoices(sql, most),
    invoice: (id) => queries.invoice(sql, id),
    outbox: (most) => queries.outboxItems(sql, most),
    inbox: () => queries.inboxItems(sql),
    counts: () => queries.counts(sql),
    dismiss: (eventId) => written(() => dismiss(sql, eventId, isoTime(clock.now()))),
    offerAgain: (eventId) => written(() => offerAgain(sql, eventId)),
    lastPullAt: () => {
      const at = readMeta(sql, 'last_pull_at');
      return at === null || at.startsWith('1970') ? null : at;
    },
  };
}
