import type { Phone } from './phone.ts';
import { PhoneLocked } from './phone-lock.ts';
import type { PhoneApi } from './protocol.ts';

/** What a locked phone answers; nothing else of what it knows can be read. */
const ANSWERED_LOCKED: ReadonlySet<string> = new Set([
  'lock',
  'unlock',
  'lockNow',
  'signIn',
  'resetPassword',
  // Where the code leads is all that it shows, and a sign-in may need a depot to go to.
  'addDepot',
  // Depots and addresses of machines, which every phone in the yard may know; whose phone it is they do not tell.
  'knownNodes',
  'askNode',
  'kick',
]);

/** The calls that screens may make, each on the store of whoever is signed in. */
export function phoneApi(phone: Phone): OpenApi {
  const calls = Object.entries(openApi(phone)) as [string, (...args: unknown[]) => Promise<unknown>][];
  const guarded = calls.map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      if (!ANSWERED_LOCKED.has(name) && phone.lock.state().kind !== 'open') throw new PhoneLocked(name);
      return await call(...args);
    },
  ]);
  return Object.fromEntries(guarded) as OpenApi;
}

/** The end of a wipe is for the worker alone: there is no phone any more. */
export type OpenApi = Omit<PhoneApi, 'finishWipe'>;

function openApi(phone: Phone): OpenApi {
  return {
    lock: async () => phone.lockView(),
    unlock: (pin) => phone.unlock(pin),
    lockNow: async () => phone.lockNow(),
    pinSettings: async () => phone.pinSettings(),
    setPin: (pin, idleMinutes) => phone.setPin(pin, idleMinutes),
    setIdleMinutes: (idleMinutes) => phone.setIdleMinutes(idleMinutes),
    removePin: () => phone.removePin(),
    session: () => phone.sessionView(),
    signIn: (input) => phone.signIn(input),
    resetPassword: (input) => phone.resetPassword(input),
    signOut: () => phone.signOut(),
    checkCode: (text) => phone.checkCode(text),
    addDepot: (text) => phone.addDepot(text),
    keepBlob: async (bytes, contentType) => phone.store.keepBlob(bytes, contentType),
    unsentBlobs: async () => phone.store.unsentBlobs(),
    validateDelivery: (input) => phone.store.validateDelivery(input),
    failDelivery: (input) => phone.store.failDelivery(input),
    collectPayment: (input) => phone.store.collectPayment(input),
    contract: async () => phone.store.contract(),
    issueInvoice: (draft) => phone.store.issueInvoice(draft),
    saveDeliveryDraft: async (draft) => phone.store.saveDeliveryDraft(draft),
    deliveryDraft: async (deliveryId) => phone.store.deliveryDraft(deliveryId),
    saveDraft: async (draft) => phone.store.saveDraft(draft),
    deleteDraft: async (id) => phone.store.deleteDraft(id),
    tour: async (day) => phone.store.tour(day),
    delivery: async (id) => phone.store.delivery(id),
    localAction: async (eventId) => phone.store.localAction(eventId),
    lastRecorded: async (deliveryId) => phone.store.lastRecorded(deliveryId),
    history: async (most) => phone.store.history(most),
    products: async () => phone.store.products(),
    stock: async () => phone.store.stock(),
    clients: async () => phone.store.clients(),
    invoices: async (most) => phone.store.invoices(most),
    invoice: async (id) => phone.store.invoice(id),
    outbox: async (most) => phone.store.outbox(most),
    inbox: async () => phone.store.inbox(),
    counts: async () => phone.store.counts(),
    lastPullAt: async () => phone.store.lastPullAt(),
    clockAhead: async () => phone.clockAhead(),
    dismiss: async (eventId) => phone.store.dismiss(eventId),
    offerAgain: async (eventId) => phone.store.offerAgain(eventId),
    knownNodes: () => phone.doctor.nodes(),
    askNode: (url) => phone.doctor.ask(url),
    kick: async () => phone.kick(),
  };
}
