import type { IdleMinutes } from '#shared/domain/pin.ts';
import type { AuditStep } from '../store/audit.ts';
import type { FileEnd } from '../store/queue-export.ts';
import { type Bound, bindCalls, STORE_CALLS, type StoreCalls } from '../store/store-calls.ts';
import type { Phone } from './phone.ts';
import { PhoneLocked } from './phone-lock.ts';
import type { ResetInput, SignInInput } from './sign-in.ts';
import type { Battery, Surroundings } from './surroundings.ts';

/** The calls that screens may make besides those of the store. A locked phone answers these too, and no other. */
const WHEN_LOCKED = {
  lock: (phone: Phone) => phone.lockView(),
  async unlock(phone: Phone, pin: string) {
    const result = await phone.unlock(pin);
    if (result === 'right') noteStep(phone, 'PHONE_UNLOCKED');
    return result;
  },
  /** Locks the phone, if it has a PIN: it was left alone. */
  lockNow(phone: Phone) {
    phone.lockNow();
    if (phone.lock.state().kind !== 'open') noteStep(phone, 'PHONE_LOCKED');
  },
  async signIn(phone: Phone, input: SignInInput) {
    const view = await phone.signIn(input);
    if (view.kind === 'signed_in') noteStep(phone, 'SIGNED_IN');
    return view;
  },
  resetPassword: (phone: Phone, input: ResetInput) => phone.resetPassword(input),
  /** Where the code leads is all that it shows, and a sign-in may need a depot to go to. */
  addDepot: (phone: Phone, text: string) => phone.addDepot(text),
  /** Depots and addresses of machines, which every phone in the yard may know; whose phone it is they do not tell. */
  knownNodes: (phone: Phone) => phone.doctor.nodes(),
  /** Asks one of them who is there. Takes some seconds where nobody answers. */
  askNode: (phone: Phone, url: string) => phone.doctor.ask(url),
  /** Try the network at once: the app came to the front, or somebody asks. */
  kick: (phone: Phone) => phone.kick(),
};

const WHEN_OPEN = {
  session: (phone: Phone) => phone.sessionView(),
  async signOut(phone: Phone) {
    noteStep(phone, 'SIGNED_OUT');
    if (phone.engine !== null) await phone.store.flushAudit();
    await phone.signOut();
  },
  pinSettings: (phone: Phone) => phone.pinSettings(),
  /** False where the phone has to be signed in again before it can have a PIN. */
  setPin: (phone: Phone, pin: string, idleMinutes: IdleMinutes) => phone.setPin(pin, idleMinutes),
  setIdleMinutes: (phone: Phone, idleMinutes: IdleMinutes) => phone.setIdleMinutes(idleMinutes),
  removePin: (phone: Phone) => phone.removePin(),
  async checkCode(phone: Phone, text: string) {
    const code = await phone.checkCode(text);
    if ('delivery_id' in code)
      noteStep(phone, 'DELIVERY_SCANNED', { entity_type: 'DELIVERY', entity_id: code.delivery_id });
    return code;
  },
  async exportQueue(phone: Phone, after: FileEnd | null = null) {
    noteStep(phone, 'QUEUE_EXPORTED');
    return phone.exportQueue(after);
  },
  /** Whether HQ may be called over mobile data, and whether this phone is on it; null where the browser does not tell. */
  mobileData: (phone: Phone) => phone.mobileData(),
  allowMobileData: (phone: Phone, isAllowed: boolean) => phone.allowMobileData(isAllowed),
  /** How far this phone's clock is ahead of the server's, in milliseconds; null where that is not known. */
  clockAhead: (phone: Phone) => phone.clockAhead(),
};

/** A step in the audit trail of whoever is signed in; of the phone itself where no entity is named. */
function noteStep(phone: Phone, action: string, entity?: Pick<AuditStep, 'entity_type' | 'entity_id'>): void {
  if (phone.engine === null) return;
  phone.store.noteStep({ action, entity_type: 'PHONE', entity_id: 'self', ...entity });
}

type Remote<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** What the worker answers. */
export type OpenApi = Remote<Bound<typeof WHEN_LOCKED> & Bound<typeof WHEN_OPEN> & StoreCalls> & {
  /** Only a page is told of the battery; null where the browser does not tell it either. */
  tellBattery(battery: Battery | null): Promise<void>;
  /** Everything goes now, photos too, however low the battery. */
  sendAll(): Promise<void>;
};

/** What the screens may ask of the worker that owns the data. */
export type PhoneApi = OpenApi & {
  /** The page has erased its part: keys and tokens go last. Only after `erased`, when there is no phone any more. */
  finishWipe(): Promise<void>;
};

/** Each call on the store of whoever is signed in. */
export function phoneApi(phone: Phone, surroundings?: Surroundings): OpenApi {
  const remote = async (run: () => unknown) => await run();
  const whenOpen = async (run: () => unknown) => {
    if (phone.lock.state().kind !== 'open') throw new PhoneLocked();
    return await run();
  };
  const ofStore = STORE_CALLS.map((name) => [
    name,
    (...args: never[]) => whenOpen(() => (phone.store[name] as (...given: never[]) => unknown)(...args)),
  ]);
  return {
    ...Object.fromEntries(ofStore),
    ...bindCalls(WHEN_OPEN, phone, whenOpen),
    ...bindCalls(WHEN_LOCKED, phone, remote),
    tellBattery: async (battery) => surroundings?.tellBattery(battery),
    async sendAll() {
      surroundings?.sendAll();
      phone.kick();
    },
  };
}
