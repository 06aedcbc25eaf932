import { fail, type RequestError, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { networkOf } from '#shared/sync-server/rate-limit.ts';
import { Tries } from './tries.ts';

const ALL = 'all';

/** Makes enrolment codes slow to guess: after some wrong ones of an address, or many of all together, none is looked at. */
export class EnrolmentThrottle {
  readonly #addresses: Tries;
  readonly #all: Tries;

  constructor(clock: Clock) {
    const seconds = LIMITS.wrongHubCodeSeconds;
    this.#addresses = new Tries(clock, { tries: LIMITS.wrongHubCodesPerAddress, seconds });
    this.#all = new Tries(clock, { tries: LIMITS.wrongHubCodesOverAll, seconds });
  }

  /** Enrols unless it is the wrong time: 429 RATE_LIMITED. Only wrong codes count. */
  async guard<T>(address: string, enrol: () => Promise<Result<T, RequestError>>): Promise<Result<T, RequestError>> {
    const network = networkOf(address);
    const retryAfterSeconds = Math.max(this.#addresses.waitSeconds(network), this.#all.waitSeconds(ALL));
    if (retryAfterSeconds > 0) {
      const detail = `Too many wrong enrolment codes: try again in ${Math.ceil(retryAfterSeconds / 60)} min.`;
      return fail<RequestError>({ code: 'RATE_LIMITED', detail, retryAfterSeconds });
    }
    const result = await enrol();
    if (!result.ok && result.error.code === 'CODE_INVALID') {
      this.#addresses.failed(network);
      this.#all.failed(ALL);
    }
    return result;
  }
}
