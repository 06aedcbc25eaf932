import type { NodeCard } from '#shared/contract/finding.ts';
import { isSameOrigin } from '#shared/domain/origins.ts';
import { readHubUrls } from '#shared/domain/pairing.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Transport, TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { type NodeRef, nodeKey } from '#shared/sync-client/device-store.ts';
import type { AddressBook } from '../store/address-book.ts';
import { probe } from './node-probe.ts';
import { signedServerOrigins } from './server-origins.ts';
import type { Session } from './session-store.ts';

export interface NodeFinderDeps {
  book: AddressBook;
  transport: Transport;
  /** Where the app was loaded from. */
  origin: string;
  session: () => Promise<Session | null>;
  clock: Clock;
}

/** A node that answered. */
interface Found {
  node: NodeRef;
  depotId: number | null;
}

/** Those in use are asked again this often; the two rounds that a device runs side by side share one look. */
const FRESH_MS = 5_000;
/** All known addresses are asked this often, for a nearer node, or the server, that has come into reach. */
const LOOK_ROUND_MS = 20_000;
/** Once somebody has answered, the others get this long. */
const STRAGGLERS_MS = 700;

/**
 * Knows whom this phone can speak to. Before a round it asks who is there, at the addresses in use, and at all others
 * when one of these has fallen silent or now and then: so that roaming to another yard, a hub whose address changed and
 * an Internet that came back are found without anybody doing anything.
 */
export class NodeFinder {
  readonly #deps: NodeFinderDeps;
  /** By address: who answered there last; whoever falls silent leaves. */
  readonly #found = new Map<string, Found>();
  #looking: Promise<void> | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #lookedRoundAt = Number.NEGATIVE_INFINITY;

  constructor(deps: NodeFinderDeps) {
    this.#deps = deps;
  }

  /** The nodes in reach, best first: hubs, the own depot's before others, and the server, each once. */
  async nodes(): Promise<NodeRef[]> {
    const session = await this.#deps.session();
    const age = this.#deps.clock.now() - this.#lookedAt;
    if (this.#found.size === 0 || age < 0 || age >= FRESH_MS) {
      this.#looking ??= this.#look(session).finally(() => {
        this.#looking = null;
      });
      await this.#looking;
    }
    return this.#best(session);
  }

  /** The network has changed: whoever was there may be gone, and others may have come. */
  lookAgain(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#lookedRoundAt = Number.NEGATIVE_INFINITY;
  }

  /** The transport of everything that goes to nodes: where one falls silent, the next round begins with a look round. */
  watched(): Transport {
    return {
      request: async (request: TransportRequest): Promise<TransportAnswer> => {
        const answer = await this.#deps.transport.request(request);
        if (answer.kind === 'unreachable') this.lookAgain();
        return answer;
      },
    };
  }

  async #look(session: Session | null): Promise<void> {
    const now = this.#deps.clock.now();
    const serverOrigins =
      session === null ? [] : await signedServerOrigins(session.access_token, session.jwks, session.device_id);
    const inUse = this.#best(session).map(({ url }) => url);
    let isDue = inUse.length === 0 || now - this.#lookedRoundAt >= LOOK_ROUND_MS || now < this.#lookedRoundAt;
    if (!isDue) {
      await this.#ask(inUse, serverOrigins);
      isDue = inUse.some((url) => !this.#found.has(url));
    }
    if (isDue) {
      await this.#ask(this.#addresses(serverOrigins), serverOrigins);
      this.#lookedRoundAt = now;
    }
    this.#lookedAt = now;
  }

  /** By last success; where nobody ever answered, the app's own origin comes first. */
  #addresses(serverOrigins: string[]): string[] {
    const known = this.#deps.book.all().map(({ url }) => url);
    return [...new Set([...known, this.#deps.origin, ...serverOrigins])];
  }

  /** Asks all at once, and waits for all, or not for long once somebody has answered: the slow are heard when they come. */
  async #ask(urls: string[], serverOrigins: string[]): Promise<void> {
    let tellFirst = () => {};
    const first = new Promise<void>((resolve) => {
      tellFirst = resolve;
    });
    const all = Promise.all(
      urls.map(async (url) => {
        const found = await this.#askOne(url, serverOrigins);
        if (found === null) this.#found.delete(url);
        else this.#found.set(url, found);
        if (found !== null) tellFirst();
      }),
    );
    const grace = new AbortController();
    await Promise.race([all, first.then(() => this.#deps.clock.sleep(STRAGGLERS_MS, grace.signal))]);
    grace.abort();
  }

  async #askOne(url: string, serverOrigins: string[]): Promise<Found | null> {
    const { book, transport, origin, clock } = this.#deps;
    const answer = await probe(transport, url);
    if (answer.kind !== 'node') return null;
    const { card } = answer;
    const further = card.node === 'hub' ? readHubUrls(card.urls, new URL(origin).hostname) : [];
    book.noteAnswer(url, card, further, clock.now());
    return { node: nodeOf(url, card, serverOrigins), depotId: card.depot?.id ?? null };
  }

  #best(session: Session | null): NodeRef[] {
    const depotId = session?.user.depot_id ?? null;
    const rank = ({ node, depotId: theirs }: Found) => (node.kind === 'server' ? 2 : theirs === depotId ? 0 : 1);
    const sorted = [...this.#found.values()].sort((a, b) => rank(a) - rank(b));
    const byName = new Map<string, NodeRef>();
    for (const { node } of sorted) {
      const name = node.kind === 'server' ? 'server' : nodeKey(node);
      if (!byName.has(name)) byName.set(name, node);
    }
    return [...byName.values()];
  }
}

/**
 * What a node that answers is taken for. The server only where the server itself has signed that it is called so: its ack
 * ends the phone's custody. Whatever else says that it is the server is at most a hub, which carries and is not believed.
 */
function nodeOf(url: string, card: NodeCard, serverOrigins: string[]): NodeRef {
  const isServer = card.node === 'server' && serverOrigins.some((origin) => isSameOrigin(origin, url));
  const version = typeof card.app_version === 'string' ? { version: card.app_version } : {};
  if (isServer) return { kind: 'server', url, ...version };
  return card.hub === null ? { kind: 'hub', url, ...version } : { kind: 'hub', url, id: card.hub, ...version };
}
