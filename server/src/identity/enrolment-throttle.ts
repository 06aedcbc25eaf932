import { LIMITS } from '#shared/contract/limits.ts';
import { addressOf, type Origin } from '#shared/sync-server/origin.ts';
import { codePrefix } from './one-time-code.ts';
import type { Counter } from './tries.ts';

/**
 * What makes enrolment codes slow to guess: an address has a few tries, and so has whatever begins alike, from however
 * many addresses. A code has 60 bits, 40 of them beyond its prefix: ten guesses an hour find it in a day with a chance of
 * one in four thousand million. Nothing is counted over all, since anybody could then keep every hub out.
 */
export function enrolmentCounters(origin: Origin, code: string): Counter[] {
  const seconds = LIMITS.wrongHubCodeSeconds;
  return [
    { kind: 'HUB_CODE_ADDRESS', name: addressOf(origin), tries: LIMITS.wrongHubCodesPerAddress, seconds },
    { kind: 'HUB_CODE_PREFIX', name: codePrefix(code), tries: LIMITS.wrongHubCodesPerPrefix, seconds },
  ];
}
