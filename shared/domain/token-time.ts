import { LIMITS } from '#shared/contract/limits.ts';

/** Times of a token, in seconds. */
export interface TokenTimes {
  iat: number;
  exp: number;
  nbf?: unknown;
}

export type TokenAge =
  /** Issued, or good, only later than now: a clock is wrong, or somebody plays with it. */
  | 'not_yet'
  | 'fresh'
  /** Past its time, and young enough for a hub that is cut off. */
  | 'in_grace'
  | 'expired';

/**
 * How old a well-signed token is. It ends at the second of its `exp`; the grace of a hub that is cut off ends 72 h after
 * the issue. `nowSeconds` may have a fraction.
 */
export function tokenAge({ iat, exp, nbf }: TokenTimes, nowSeconds: number): TokenAge {
  const latest = nowSeconds + LIMITS.tokenToleranceSeconds;
  if (iat > latest || (nbf !== undefined && !(typeof nbf === 'number' && nbf <= latest))) return 'not_yet';
  if (nowSeconds < exp) return 'fresh';
  return nowSeconds < iat + LIMITS.offlineGraceSeconds ? 'in_grace' : 'expired';
}
