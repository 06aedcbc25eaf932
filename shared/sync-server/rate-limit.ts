import { isIPv6 } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type Authenticate, callerId } from './caller.ts';
import { sendProblem } from './problem.ts';

/** Whose budget a request is paid from. */
type Payer = { kind: 'hub' } | { kind: 'device'; id: string };

const WINDOW_MS = LIMITS.rateWindowSeconds * 1_000;

/**
 * Counts requests, answers 429 with `Retry-After` beyond the limits, and stores nothing of what it refuses.
 *
 * Fifty phones may arrive at once behind one address, so a phone pays from a budget of its own as soon as its token has
 * been verified once, and only strangers share their address's. A token counts for what it says only after `authenticate`
 * has believed it: made-up ones are strangers, and nobody can spend another's budget without its token. A hub relays
 * for all its depot, and is not limited.
 *
 * Gives the `authenticate` that the routes are to use. Call it before any route is added; addresses are those of the
 * connection, since no proxy stands before a node.
 */
export async function limitRates(
  app: FastifyInstance,
  { clock, authenticate }: { clock: Clock; authenticate: Authenticate },
): Promise<Authenticate> {
  const payers = new Recent<Payer>(clock, LIMITS.accessTokenSeconds * 1_000);
  const payerOf = ({ headers }: FastifyRequest) => payers.get(headers.authorization ?? '');
  const counted = countedWith(clock);
  await app.register(rateLimit, { global: false, store: counted });
  const count = app.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => {
      const payer = payerOf(request);
      return payer?.kind === 'device' ? payer.id : networkOf(request.ip);
    },
    max: (request) => (payerOf(request) === undefined ? LIMITS.requestsPerAddress : LIMITS.requestsPerDevice),
    allowList: (request) => payerOf(request)?.kind === 'hub',
  });
  app.addHook('onRequest', async (request, reply) => {
    const spent = await count(request);
    if (spent.isAllowed || !spent.isExceeded) return;
    const retryAfterSeconds = Math.max(1, spent.ttlInSeconds);
    request.log.warn({ code: 'RATE_LIMITED', from: request.ip, by: spent.key }, 'a request was refused');
    return sendProblem(reply, {
      code: 'RATE_LIMITED',
      detail: `Too many requests at once: wait ${retryAfterSeconds} s. Nothing was lost.`,
      retryAfterSeconds,
    });
  });
  return async (authorization, purpose) => {
    const caller = await authenticate(authorization, purpose);
    if (caller.ok && authorization !== undefined) {
      const { kind } = caller.value;
      payers.set(authorization, kind === 'hub' ? { kind } : { kind, id: callerId(caller.value) });
    }
    return caller;
  };
}

/** The plugin's store, with a clock of its own: it counts in windows that begin with the first request. */
function countedWith(clock: Clock) {
  return class Counted {
    readonly #windows = new Recent<{ count: number; until: number }>(clock, WINDOW_MS);

    incr(
      key: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
      windowMs: number,
    ): void {
      const now = clock.now();
      const known = this.#windows.get(key);
      const window = known ?? { count: 0, until: now + windowMs };
      window.count += 1;
      if (window !== known) this.#windows.set(key, window);
      done(null, { current: window.count, ttl: window.until - now });
    }

    child(): Counted {
      return new Counted();
    }
  };
}

/** Remembers values for a while, and not too many: the oldest leave first, so that strangers cannot fill the memory. */
class Recent<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>();
  readonly #clock: Clock;
  readonly #lifeMs: number;

  constructor(clock: Clock, lifeMs: number) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    const rest = entry ? entry.until - this.#clock.now() : 0;
    // A clock that was put back must not keep anybody waiting for longer than ever was meant.
    return rest > 0 && rest <= this.#lifeMs ? entry?.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    const oldest = this.#entries.size >= LIMITS.callersCounted ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, { value, until: this.#clock.now() + this.#lifeMs });
  }
}

const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

/** An IPv4 address as it is; of an IPv6 address its network, since one machine has all addresses of a /64. */
export function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const behind = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: tail === undefined ? 0 : IPV6_GROUPS - before.length - behind.length }, () => '0');
  return `${[...before, ...zeros, ...behind].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
