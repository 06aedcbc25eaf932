import type { IdleMinutes } from '#shared/domain/pin.ts';
import { type Bound, bindCalls, STORE_CALLS, type StoreCalls } from '../store/store-calls.ts';
import type { Phone } from './phone.ts';
import { PhoneLocked } from './phone-lock.ts';
import type { ResetInput, SignInInput } from './sign-in.ts';

/** The calls that screens may make besides those of the store. A locked phone answers these too, and no other. */
const WHEN_LOCKED = {
  lock: (phone: Phone) => phone.lockView(),
  unlock: (phone: Phone, pin: string) => phone.unlock(pin),
  /** Locks the phone, if it has a PIN: it was left alone. */
  lockNow: (phone: Phone) => phone.lockNow(),
  signIn: (phone: Phone, input: SignInInput) => phone.signIn(input),
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
  signOut: (phone: Phone) => phone.signOut(),
  pinSettings: (phone: Phone) => phone.pinSettings(),
  /** False where the phone has to be signed in again before it can have a PIN. */
  setPin: (phone: Phone, pin: string, idleMinutes: IdleMinutes) => phone.setPin(pin, idleMinutes),
  setIdleMinutes: (phone: Phone, idleMinutes: IdleMinutes) => phone.setIdleMinutes(idleMinutes),
  removePin: (phone: Phone) => phone.removePin(),
  checkCode: (phone: Phone, text: string) => phone.checkCode(text),
  /** How far this phone's clock is ahead of the server's, in milliseconds; null where that is not known. */
  clockAhead: (phone: Phone) => phone.clockAhead(),
};

type Remote<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** What the worker answers. */
export type OpenApi = Remote<Bound<typeof WHEN_LOCKED> & Bound<typeof WHEN_OPEN> & StoreCalls>;

/** What the screens may ask of the worker that owns the data. */
export type PhoneApi = OpenApi & {
  /** The page has erased its part: keys and tokens go last. Only after `erased`, when there is no phone any more. */
  finishWipe(): Promise<void>;
};

/** Each call on the store of whoever is signed in. */
export function phoneApi(phone: Phone): OpenApi {
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
  };
}
