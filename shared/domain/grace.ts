import { LIMITS } from '#shared/contract/limits.ts';

/**
 * How a phone knows how long it has been without the server's statement. Its clock may be wrong and may be set, so what counts
 * is the time that it was seen to pass since the newest signed statement. All in milliseconds.
 */
export interface SignedTime {
  /** When the newest statement was signed, by the server's clock. */
  signed: number;
  /** How much has passed since then, as far as this phone could see. */
  passed: number;
  /** This phone's clock when it last looked. */
  seen: number;
  /** How far this phone's clock is ahead of the server's, as signed statements have shown; absent: that is not known. */
  aheadMs?: number;
}

const GRACE_MS = LIMITS.offlineGraceSeconds * 1_000;
const WARNING_MS = LIMITS.graceWarningSeconds * 1_000;

/** Time passes as the clock goes. One that was set back adds nothing and takes nothing away, and goes on from there. */
export function look(known: SignedTime, now: number): SignedTime {
  return { ...known, passed: known.passed + Math.max(0, now - known.seen), seen: now };
}

/** Something that the server signed. */
export interface SignedStatement {
  /** When, by the server's clock. */
  signed: number;
  /** How old it was on arrival, by the clock of the node that brought it: a hub may carry one for hours. */
  age: number;
  /** It came with a sign-in, so that one which is as new as the newest known counts: statements are dated to the second. */
  isSignIn?: boolean;
  /** It names a nonce that this phone has just made: it counts, however new a statement was known before. */
  isAnswer?: boolean;
  /** It was signed just now, in answer to this phone: it tells what time it is. */
  isFresh?: boolean;
}

/** Takes in a statement. Only a newer one counts, or the answer to a nonce; a repeated one changes nothing. */
export function hear(known: SignedTime | null, statement: SignedStatement, now: number): SignedTime {
  const newest = known?.signed ?? Number.NEGATIVE_INFINITY;
  const isNews =
    statement.signed > newest ||
    (statement.isSignIn === true && statement.signed === newest) ||
    statement.isAnswer === true;
  if (known !== null && !isNews) return look(known, now);
  const aheadMs = aheadOf(known?.aheadMs, statement, now);
  return {
    signed: statement.signed,
    passed: Math.max(0, statement.age),
    seen: now,
    ...(aheadMs === undefined ? {} : { aheadMs }),
  };
}

/**
 * What the statement shows of this phone's clock. How old one is that was carried here, only its carrier says; but it was
 * signed before now, so a clock that says less is behind by that much at least.
 */
function aheadOf(known: number | undefined, { signed, isFresh }: SignedStatement, now: number): number | undefined {
  if (isFresh) return now - signed;
  return now - signed < Math.min(known ?? 0, 0) ? now - signed : known;
}

/** The server's present as this phone knows it: by its own clock, less what that is off by where it is far off. */
export function serverNow(aheadMs: number | null, now: number): number {
  return aheadMs === null || Math.abs(aheadMs) <= LIMITS.clockDriftMs ? now : now - aheadMs;
}

export type Grace =
  | { kind: 'good' }
  /** `left` until the phone locks. */
  | { kind: 'ending'; left: number }
  | { kind: 'over' };

/** Whether the phone may still be read. What is to be handed in is handed in all the same. */
export function graceOf({ passed }: SignedTime): Grace {
  if (passed >= GRACE_MS) return { kind: 'over' };
  return passed >= GRACE_MS - WARNING_MS ? { kind: 'ending', left: GRACE_MS - passed } : { kind: 'good' };
}
