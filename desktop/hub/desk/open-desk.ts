import type { ActedBy, DeskAnswer, DeskSignIn, DeskTrouble } from '#shared/contract/desktop/desk.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { OneTimeCode } from '#shared/contract/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { HubIdentity } from '../identity.ts';
import type { HubKey } from '../key/hub-key.ts';
import { checkpointStore } from '../store/checkpoint-store.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { wipeStore } from '../store/wipes.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';
import { type AskedCode, askCode } from './ask-code.ts';
import { type CheckPinDeps, checkPin, type DeskRefusal, isPinEnough } from './check-pin.ts';
import { secretSeal } from './clerk-secrets.ts';
import { clerkRenewals, signOut } from './clerk-session.ts';
import { type Clerk, clerkStore } from './clerk-store.ts';
import { deskJournal, type NewAct } from './desk-journal.ts';
import { type SignInDeps, signInClerk } from './sign-in-clerk.ts';

export interface OpenDeskDeps {
  database: HubDatabase;
  identity: HubIdentity;
  key: HubKey;
  serverKeys: Pick<ServerKeys, 'jwks' | 'refresh'>;
  serverTime: { now(): number };
  transport: Transport;
  clock: Clock;
  ids: Ids;
  random: Random;
  /** Something new lies in the queue. */
  onAccepted: () => void;
}

/** The clerks of this PC and what they do at it. */
export interface Desk {
  clerks(): (Clerk & { isPinEnough: boolean })[];
  signIn(given: DeskSignIn): Promise<Result<Clerk, DeskTrouble>>;
  check(by: ActedBy): Promise<Result<Clerk, DeskRefusal>>;
  /** By whom, what, and what it changes here: all of it, or why nothing. */
  act(by: ActedBy, act: NewAct, alongside?: () => boolean): Promise<Result<null, DeskRefusal>>;
  /** A person is erased from this PC: key, PIN and session. What the person did stays, and is handed on. */
  eraseClerk(by: ActedBy, userId: number): Promise<Result<null, DeskRefusal>>;
  /** A one-time code by HQ for somebody of the yard, in the clerk's own name: HQ notes who made it. */
  code(by: ActedBy, asked: AskedCode): Promise<Result<OneTimeCode, DeskRefusal>>;
  /** Renews the sessions that are due; behind a round that reached HQ. */
  renew(): Promise<void>;
}

export function openDesk(deps: OpenDeskDeps): Desk {
  const { database, key, random, identity } = deps;
  const clerks = clerkStore(database, secretSeal(key, random));
  const known = {
    checkpoints: checkpointStore(database),
    wipes: wipeStore(database),
    clerks,
    upstream: identity.upstream,
  };
  const session: SignInDeps & CheckPinDeps = { ...deps, ...known };
  const journal = deskJournal({ ...deps, ...known });
  const act: Desk['act'] = async (by, done, alongside) => {
    const clerk = await checkPin(session, by);
    if (!clerk.ok) return clerk;
    return (await journal.append(by.user_id, done, alongside)) ? ok(null) : fail({ trouble: 'GONE' });
  };
  return {
    clerks: () => clerks.all().map((clerk) => ({ ...clerk, isPinEnough: isPinEnough(clerk, session) })),
    signIn: (given) => signInClerk(session, given),
    check: (by) => checkPin(session, by),
    act,
    async eraseClerk(by, userId) {
      const erased = clerks.get(userId);
      const about = { type: 'USER', id: String(userId), name: erased?.name ?? null };
      const acted = await act(by, { what: 'DESK_CLERK_FORGOTTEN', about }, () => clerks.forget(userId));
      if (acted.ok && erased !== null) void signOut(session, erased);
      return acted;
    },
    async code(by, asked) {
      const clerk = await checkPin(session, by);
      return clerk.ok ? askCode(session, clerk.value, asked) : clerk;
    },
    renew: clerkRenewals(session),
  };
}

/** As the screen is told. */
export const deskAnswer = (acted: Result<unknown, DeskRefusal>): DeskAnswer =>
  acted.ok
    ? { trouble: null, wait_seconds: 0 }
    : { trouble: acted.error.trouble, wait_seconds: Math.ceil((acted.error.waitMs ?? 0) / 1_000) };
