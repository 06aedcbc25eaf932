import type { Chance } from '../../simulation/chance.ts';
import { testIds } from '../../test-device.ts';
import { call, DEMO_PASSWORD, type SignedIn, signIn } from '../start-world.ts';

/** Phones that hand in at one hub, whatever happens to it, each what it has until it is taken. */
export interface Crowd {
  /** Every event that was made so far. */
  made(): number;
  /** Payments among them, of one dinar each. */
  payments(): number;
  /** How many pushes each phone has had answered in whole. */
  answered(): number[];
  /** Answers that are neither taken in whole nor a plain "later". */
  odd: string[];
  deviceIds: string[];
  /** Resolves when each phone has handed in what it had. */
  end(): Promise<void>;
}

export interface CrowdDeps {
  serverUrl: string;
  hubUrl: string;
  admin: SignedIn;
  /** Phones' users are made here. */
  depotId: number;
  clientId: string;
  count: number;
  chance: Chance;
}

const PHONES_OF_ONE = 2;
const MOST_EVENTS = 8;
const PAUSE_MS = { between: 2_000, afterFailure: 300 };
export const DINAR = 100;

export async function openCrowd(deps: CrowdDeps): Promise<Crowd> {
  const phones = await signInAll(deps);
  const sums = { made: 0, payments: 0, isOver: false };
  const answered = phones.map(() => 0);
  const odd: string[] = [];
  const running = phones.map((phone, index) =>
    handIn(phone, deps, {
      isOver: () => sums.isOver,
      onMade: (events, payments) => {
        sums.made += events;
        sums.payments += payments;
      },
      onTaken: () => {
        answered[index] = (answered[index] ?? 0) + 1;
      },
      onOdd: (answer) => odd.push(answer),
    }),
  );
  return {
    made: () => sums.made,
    payments: () => sums.payments,
    answered: () => [...answered],
    odd,
    deviceIds: phones.map(({ signedIn }) => signedIn.device.id),
    async end() {
      sums.isOver = true;
      await Promise.all(running);
    },
  };
}

interface CrowdPhone {
  username: string;
  signedIn: SignedIn;
}

async function signInAll({ serverUrl, admin, depotId, count }: CrowdDeps): Promise<CrowdPhone[]> {
  const names = Array.from({ length: Math.ceil(count / PHONES_OF_ONE) }, (_, n) => `crowd${n}.soak`);
  for (const username of names) {
    const body = { username, name: username, role: 'driver', depot_id: depotId, password: DEMO_PASSWORD };
    const made = await call(serverUrl, 'POST', '/api/admin/users', { authorization: admin.authorization, body });
    if (made.status !== 201) throw new Error(`${username} could not be made: ${JSON.stringify(made.body)}`);
  }
  const phones: CrowdPhone[] = [];
  for (let n = 0; n < count; n += 1) {
    const username = names[Math.floor(n / PHONES_OF_ONE)] as string;
    phones.push({ username, signedIn: await signIn(serverUrl, username) });
  }
  return phones;
}

interface Reports {
  isOver: () => boolean;
  onMade: (events: number, payments: number) => void;
  onTaken: () => void;
  onOdd: (answer: string) => void;
}

/** Makes a few events, offers them until they are taken, rests, and so on. */
async function handIn(phone: CrowdPhone, deps: CrowdDeps, { isOver, onMade, onTaken, onOdd }: Reports): Promise<void> {
  const { chance, clientId } = deps;
  await rest(chance.below(PAUSE_MS.between));
  while (!isOver()) {
    const { device } = phone.signedIn;
    const events = Array.from({ length: chance.between(1, MOST_EVENTS) }, (_, n) =>
      device.say(n === 0 ? payment(clientId) : SEEN),
    );
    onMade(events.length, 1);
    while (!(await isTaken(phone, events, deps, onOdd))) await rest(chance.below(PAUSE_MS.afterFailure));
    onTaken();
    await rest(chance.below(PAUSE_MS.between));
  }
}

const SEEN = { entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} } as const;
const payment = (client_id: string) =>
  ({
    entity_type: 'PAYMENT',
    entity_id: testIds.uuid(),
    action: 'PAYMENT_COLLECTED',
    payload: { client_id, amount: DINAR, method: 'CASH', received_from: 'M. Amar' },
  }) as const;

async function isTaken(
  phone: CrowdPhone,
  events: { id: string }[],
  { hubUrl, serverUrl }: CrowdDeps,
  onOdd: (answer: string) => void,
): Promise<boolean> {
  const { device, authorization } = phone.signedIn;
  const request = { authorization, body: device.pushBody(events) };
  const answer = await call(hubUrl, 'POST', '/api/sync/push', request).catch(() => null);
  if (answer === null) return false;
  if (answer.status === 200 && answer.body.acked_event_ids.length === events.length) return true;
  // A run longer than a token: HQ may be dead just now.
  if (answer.status === 401)
    phone.signedIn = await signIn(serverUrl, phone.username, device).catch(() => phone.signedIn);
  else if (answer.status !== 503 && answer.status !== 429)
    onOdd(`${answer.status} ${JSON.stringify(answer.body).slice(0, 500)}`);
  return false;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
