import { isIP } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RELAYED_BY, RELAYED_FOR } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type Caller, callerId, type Judge, type ServiceCaller } from './caller.ts';
import { addressOf, networkOf, originOf, setOrigin } from './origin.ts';
import { sendProblem } from './problem.ts';
import { noteStarts } from './request-start.ts';

/** Whose budget a request is paid from. */
export type Payer = { kind: 'hub' | 'device' | 'service'; id: string };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For a route without a token: who the body proves to send it, by a signature alone. */
    payer?: (body: unknown) => Promise<Payer | null>;
  }
}

const WINDOW_MS = LIMITS.rateWindowSeconds * 1_000;

/**
 * Counts requests, answers 429 with `Retry-After` beyond the limits, and stores nothing of what it refuses.
 *
 * Fifty phones may arrive at once behind one address, so a phone (and a program, by its key) pays from a budget of its own as soon as its token has
 * been verified once, and only strangers share their address's. A token counts for what it says only after `authenticate`
 * has believed it: made-up ones are strangers, and nobody can spend another's budget without its token. A hub's own calls
 * are not limited; what it relays for strangers is counted by the address that it names, and all of that together.
 * Whoever proves who it is, by a token that is new here or in the body of a route that says how, goes on where its address
 * or its hub is spent: a neighbour who floods keeps no hub and no phone from renewing.
 * Of several servers of one company each gives its part of a budget, so that whoever goes round among them has no more
 * than one.
 *
 * Gives the `authenticate` that the routes are to use. Call it before any route is added; addresses are those of the
 * connection, since no proxy stands before a node.
 */
export async function limitRates<C extends Caller | ServiceCaller>(
  app: FastifyInstance,
  {
    clock,
    authenticate,
    servers = () => 1,
  }: { clock: Clock; authenticate: Judge<C>; servers?: (() => number) | undefined },
): Promise<Judge<C>> {
  noteStarts(app, clock);
  const payers = new Recent<Payer>(clock, LIMITS.accessTokenSeconds * 1_000);
  const payerOf = ({ headers }: FastifyRequest) => payers.get(headers.authorization ?? '');
  const share = (budget: number) => Math.ceil(budget / servers());
  const counted = countedWith(clock);
  await app.register(rateLimit, { global: false, store: counted });
  const countCaller = app.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => {
      const payer = payerOf(request);
      return payer !== undefined && payer.kind !== 'hub' ? payer.id : addressOf(originOf(request));
    },
    max: (request) => {
      if (payerOf(request) !== undefined) return share(LIMITS.requestsPerDevice);
      return share(originOf(request).hubId === null ? LIMITS.requestsPerAddress : LIMITS.relayedPerAddress);
    },
    allowList: (request) => payerOf(request)?.kind === 'hub',
  });
  const countConnection = app.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => networkOf(request.ip),
    max: () => share(LIMITS.requestsPerAddress),
  });
  const countRelayed = app.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `hub ${originOf(request).hubId}`,
    max: () => share(LIMITS.relayedPerHub),
    allowList: (request) => originOf(request).hubId === null,
  });

  /** For whom a hub relays this, if it proves itself. A token that is new here costs the connection's address a request. */
  const learnOrigin = async (request: FastifyRequest): Promise<Count | null> => {
    const relay = relayOf(request);
    if (relay === null) return null;
    const spent = payers.get(relay.token) === undefined ? await countConnection(request) : null;
    if (spent !== null) await remembering(relay.token, 'read');
    const hub = payers.get(relay.token);
    if (hub?.kind === 'hub') setOrigin(request, { hubId: hub.id, address: relay.address });
    else if (spent !== null && isBeyond(spent)) return spent;
    return null;
  };

  /** A token that is new here, of a caller whose address is spent: counted again as whose it is. */
  const countAsKnown = async (request: FastifyRequest, spent: Count): Promise<Count | null> => {
    const { authorization } = request.headers;
    if (authorization === undefined || payerOf(request) !== undefined) return spent;
    await remembering(authorization, 'read');
    return payerOf(request) === undefined ? spent : firstBeyond(request, [countCaller]);
  };

  const proven = new WeakMap<FastifyRequest, Payer>();
  const countProven = app.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `proven ${proven.get(request)?.id}`,
    max: () => share(LIMITS.requestsPerDevice),
  });
  /** Those that are refused unless their body proves whose they are. */
  const spentUnlessProven = new WeakMap<FastifyRequest, Count>();

  app.addHook('onRequest', async (request, reply) => {
    const first = (await learnOrigin(request)) ?? (await firstBeyond(request, [countCaller, countRelayed]));
    const spent = first && (await countAsKnown(request, first));
    if (spent === null) return;
    if (request.routeOptions.config.payer === undefined) return refuseBeyond(request, reply, spent);
    spentUnlessProven.set(request, spent);
  });
  app.addHook('preHandler', async (request, reply) => {
    const spent = spentUnlessProven.get(request);
    if (spent === undefined) return;
    const payer = (await request.routeOptions.config.payer?.(request.body)) ?? null;
    if (payer === null) return refuseBeyond(request, reply, spent);
    proven.set(request, payer);
    const own = await countProven(request);
    return isBeyond(own) ? refuseBeyond(request, reply, own) : undefined;
  });

  async function remembering(...[authorization, purpose]: Parameters<Judge<C>>): ReturnType<Judge<C>> {
    const caller = await authenticate(authorization, purpose);
    if (caller.ok && authorization !== undefined) {
      payers.set(authorization, { kind: caller.value.kind, id: callerId(caller.value) });
    }
    return caller;
  }
  return remembering;
}

/** For a hub's routes that relay: an address of the yard has so many, before the server counts it. After `limitRates`. */
export function limitRelayed(app: FastifyInstance) {
  const count = app.createRateLimit({
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => networkOf(request.ip),
    max: LIMITS.relayedPerAddress,
  });
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const spent = await count(request);
    return isBeyond(spent) ? refuseBeyond(request, reply, spent) : undefined;
  };
}

function refuseBeyond(request: FastifyRequest, reply: FastifyReply, { ttlInSeconds, key }: Count): FastifyReply {
  const retryAfterSeconds = Math.max(1, ttlInSeconds);
  request.log.warn({ code: 'RATE_LIMITED', from: request.ip, by: key }, 'a request was refused');
  return sendProblem(reply, {
    code: 'RATE_LIMITED',
    detail: `Too many requests at once: wait ${retryAfterSeconds} s. Nothing was lost.`,
    retryAfterSeconds,
  });
}

type Counts = ReturnType<FastifyInstance['createRateLimit']>;
type Count = Extract<Awaited<ReturnType<Counts>>, { isAllowed: false }>;

const isBeyond = (spent: Awaited<ReturnType<Counts>>): spent is Count => !spent.isAllowed && spent.isExceeded;

async function firstBeyond(request: FastifyRequest, counts: Counts[]): Promise<Count | null> {
  for (const count of counts) {
    const spent = await count(request);
    if (isBeyond(spent)) return spent;
  }
  return null;
}

/** What a request says of whom a hub relays it for. Whether it is a hub, its token proves. */
function relayOf({ headers }: FastifyRequest): { token: string; address: string } | null {
  const { [RELAYED_BY]: by, [RELAYED_FOR]: address } = headers;
  if (typeof by !== 'string' || typeof address !== 'string' || isIP(address.replace(/%.*$/, '')) === 0) return null;
  return { token: by, address };
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
    // A clock that was set back must not keep anybody waiting for longer than ever was meant.
    return rest > 0 && rest <= this.#lifeMs ? entry?.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    const oldest = this.#entries.size >= LIMITS.callersCounted ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, { value, until: this.#clock.now() + this.#lifeMs });
  }
}
