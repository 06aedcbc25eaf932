import type { User } from '#shared/contract/entities.ts';
import type { OwnDevice } from '#shared/contract/identity.ts';
import type { PairingFault } from '#shared/domain/pairing.ts';
import type { IdleMinutes } from '#shared/domain/pin.ts';
import type { EngineState } from '#shared/sync-client/engine.ts';
import type { Answer, KnownNode } from '../doctor/facts.ts';
import type { FailDelivery, SaveResult, ValidateDelivery } from '../store/actions.ts';
import type { UnsentBlobs } from '../store/blob-outbox.ts';
import type { KeepResult } from '../store/blobs.ts';
import type { CollectPayment } from '../store/payments.ts';
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
} from '../store/views.ts';
import type { PinResult } from './data-key.ts';
import type { LockState } from './phone-lock.ts';
import type { ScannedCode } from './scanned-code.ts';
import type { Refused, ResetInput, SignInInput } from './sign-in.ts';

/** What the screens may ask of the worker that owns the data. */
export interface PhoneApi {
  session(): Promise<SessionView | null>;
  signIn(input: SignInInput): Promise<SignInView>;
  resetPassword(input: ResetInput): Promise<ResetView>;
  signOut(): Promise<void>;
  /**
   * Answered by a locked phone too, as are `unlock`, `signIn`, `resetPassword`, `addDepot`, `knownNodes`, `askNode`
   * and `kick`.
   */
  lock(): Promise<LockView>;
  unlock(pin: string): Promise<PinResult>;
  /** Locks the phone, if it has a PIN: it was left alone. */
  lockNow(): Promise<void>;
  pinSettings(): Promise<{ idleMinutes: IdleMinutes } | null>;
  /** False where the phone has to be signed in again before it can have a PIN. */
  setPin(pin: string, idleMinutes: IdleMinutes): Promise<boolean>;
  setIdleMinutes(idleMinutes: IdleMinutes): Promise<void>;
  removePin(): Promise<void>;
  checkCode(text: string): Promise<ScannedCode>;
  /** Adds the depot whose pairing code was scanned: before anybody has signed in, and on a locked phone too. */
  addDepot(text: string): Promise<AddedDepot>;
  /** Keeps a photo or a signature; the event that is recorded next names it by its hash. */
  keepBlob(bytes: Uint8Array, contentType: string): Promise<KeepResult>;
  unsentBlobs(): Promise<UnsentBlobs>;
  validateDelivery(input: ValidateDelivery): Promise<SaveResult>;
  failDelivery(input: FailDelivery): Promise<SaveResult>;
  collectPayment(input: CollectPayment): Promise<SaveResult>;
  /** The newest part of the contract that the server has signed to know; null for a server of before. */
  contract(): Promise<string | null>;
  issueInvoice(draft: DraftInvoice): Promise<SaveResult>;
  saveDeliveryDraft(draft: DeliveryDraft): Promise<void>;
  deliveryDraft(deliveryId: string): Promise<DeliveryDraft | null>;
  saveDraft(draft: DraftInvoice): Promise<void>;
  deleteDraft(id: string): Promise<void>;
  tour(day: string): Promise<Stop[]>;
  delivery(id: string): Promise<Stop | null>;
  localAction(eventId: string): Promise<HistoryItem | null>;
  lastRecorded(deliveryId: string): Promise<HistoryItem | null>;
  history(most: number): Promise<Part<HistoryItem>>;
  products(): Promise<ProductView[]>;
  stock(): Promise<StockView[]>;
  clients(): Promise<ClientView[]>;
  invoices(most: number): Promise<Part<InvoiceView>>;
  invoice(id: string): Promise<InvoiceView | null>;
  outbox(most: number): Promise<Part<OutboxItem>>;
  inbox(): Promise<InboxItem[]>;
  counts(): Promise<Counts>;
  lastPullAt(): Promise<string | null>;
  /** How far this phone's clock is ahead of the server's, in milliseconds; null where that is not known. */
  clockAhead(): Promise<number | null>;
  dismiss(eventId: string): Promise<void>;
  offerAgain(eventId: string): Promise<void>;
  /** Whom this phone could ask, for whoever wants to know why it finds no depot. */
  knownNodes(): Promise<KnownNode[]>;
  /** Asks one of them who is there. Takes some seconds where nobody answers. */
  askNode(url: string): Promise<Answer>;
  /** Try the network at once: the app came to the front, or somebody asks. */
  kick(): Promise<void>;
  /** The page has erased its part: keys and tokens go last. Only after `erased`. */
  finishWipe(): Promise<void>;
}

export type LockView = LockState & {
  /** What no server has yet. */
  unsent: number;
};

export interface SessionView {
  user: User;
  device_id: string;
  needs_sign_in: boolean;
  /** The phone was put back to an earlier copy: a sign-in makes it a new device. */
  put_back: boolean;
}

export type SignInView =
  | { kind: 'signed_in' }
  | Refused
  /** The person has the most devices already, and may give one of these up. */
  | { kind: 'too_many'; devices: OwnDevice[]; isCodeWrong: boolean }
  /** Somebody else's records are still on this phone: they sign in first. */
  | { kind: 'not_yours'; name: string; unsent: number };

export type ResetView = { kind: 'reset' } | Refused;

export type AddedDepot =
  | {
      kind: 'added';
      /** Its code, as the scanned code says, and its name, where its hub has answered. */
      depot: string;
      name: string | null;
      /** This phone did not know its hub before. */
      isNew: boolean;
      answers: boolean;
    }
  | { kind: 'refused'; why: PairingFault };

/** Whether the data can be reached, and why not. */
export type Boot =
  | { kind: 'opening' }
  | { kind: 'ready' }
  /** Another tab holds the data; this one takes over when it closes. */
  | { kind: 'elsewhere' }
  | { kind: 'broken'; code: BrokenCode }
  /** HQ has revoked this phone: what is left is handed in before it erases itself. */
  | { kind: 'wiping'; reason: string; left: number }
  /** The data are gone. It is the page's turn to erase what only it can reach, and to say `finishWipe`. */
  | { kind: 'erased'; reason: string }
  /** Nothing is left of the app but the page on the screen. */
  | { kind: 'wiped'; reason: string };
/** `STORAGE_FULL`: there is no room to open what is there. */
export type BrokenCode = 'STORAGE_FULL' | 'INSECURE' | 'NO_STORAGE' | 'NEWER_DATA' | 'UNREADABLE';

export type ToWorker = { id: number; method: keyof PhoneApi; args: unknown[] };

export type FromWorker =
  | { kind: 'boot'; boot: Boot }
  | { kind: 'changed' }
  | { kind: 'engine'; state: EngineState }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; code: FailureCode; detail: string };

/** `STORAGE_FULL`: nothing was stored, and there is no room left. `LOCKED`: somebody has to open the phone first. */
export type FailureCode = 'STORAGE_FULL' | 'LOCKED' | 'NOT_SIGNED_IN' | 'INTERNAL';
