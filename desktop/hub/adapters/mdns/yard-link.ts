import type { RemoteInfo } from 'node:dgram';
import multicastDns, { type DnsPacket, type MulticastDns } from 'multicast-dns';
import type { Log } from '#shared/ports/log.ts';
import { type ClaimMove, claimMove } from './claim.ts';
import {
  addressesFor,
  addressRecord,
  answerTo,
  type Neighbour,
  neighboursIn,
  recordsOf,
  SEARCH,
  type YardIdentity,
} from './records.ts';

const MDNS_PORT = 5353;
/** RFC 6762, 8.1: three probes, a quarter of a second apart. */
const PROBES = 3;
const PROBE_EVERY_MS = 250;

export interface YardLinkDeps {
  identity: YardIdentity;
  /** Of the interface that this link stands on. */
  address: string;
  /** The app's name, which the hub holds where nobody else does; null where it is not mDNS's to give. */
  appName: string | null;
  onNeighbour: (neighbour: Neighbour) => void;
  log: Log;
}

/**
 * A hub on one network: answers for its own names, and for the app's name while it holds it. It takes that name where a
 * probe finds nobody who answers for it. Where two hold it all the same (they began at one moment, or two networks were
 * joined), the one with the greater address keeps it.
 */
export class YardLink {
  readonly #deps: YardLinkDeps;
  readonly #mdns: MulticastDns;
  #claim: 'none' | 'probing' | 'held' = 'none';
  #probing: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: YardLinkDeps) {
    this.#deps = deps;
    this.#mdns = multicastDns({ interface: deps.address, bind: '0.0.0.0' });
    const warn = (error: Error) => deps.log.warn({ err: error, address: deps.address }, 'this network takes no names');
    this.#mdns.on('error', warn);
    this.#mdns.on('warning', (error) => deps.log.debug({ err: error }, 'not understood'));
    this.#mdns.on('query', (query, from) => this.#answer(query, from));
    this.#mdns.on('response', (response) => this.#hear(response));
    this.#mdns.on('ready', () => {
      this.#announce();
      this.look();
    });
  }

  get holdsAppName(): boolean {
    return this.#claim === 'held';
  }

  /** Looks for other hubs, and for whoever else holds the app's name, or held it and is gone. */
  look(): void {
    const { appName } = this.#deps;
    this.#mdns.query(SEARCH);
    if (appName === null) return;
    // A holder asks as well: two networks that were joined have two of them.
    if (this.#claim === 'held') this.#ask(appName, 'A');
    else if (this.#claim === 'none') this.#probe(appName, PROBES);
  }

  /** Takes the app's name back from everybody's memory, so that the next hub need not wait for it to be forgotten. */
  close(): Promise<void> {
    if (this.#probing !== null) clearTimeout(this.#probing);
    const { appName, address } = this.#deps;
    const answers = appName !== null && this.#claim === 'held' ? [addressRecord(appName, address, 0)] : [];
    this.#claim = 'none';
    return new Promise((resolve) => {
      const destroy = () => this.#mdns.destroy(() => resolve());
      if (answers.length === 0) destroy();
      else this.#mdns.respond({ answers }, null, destroy);
    });
  }

  #ask(name: string, type: 'A' | 'ANY'): void {
    const question: DnsPacket = { questions: [{ name, type }] };
    this.#mdns.query(question);
  }

  #probe(name: string, left: number): void {
    this.#claim = 'probing';
    if (left === 0) {
      this.#claim = 'held';
      this.#deps.log.info({ name, address: this.#deps.address }, 'this hub answers for the app’s name');
      this.#announce();
      return;
    }
    this.#ask(name, 'ANY');
    this.#probing = setTimeout(() => this.#probe(name, left - 1), PROBE_EVERY_MS);
  }

  #giveWay(): void {
    if (this.#probing !== null) clearTimeout(this.#probing);
    if (this.#claim === 'held') this.#deps.log.info({}, 'another hub answers for the app’s name: this one gives way');
    this.#claim = 'none';
  }

  #records() {
    const { identity, address, appName } = this.#deps;
    return recordsOf(identity, address, this.#claim === 'held' ? appName : null);
  }

  #announce(): void {
    this.#mdns.respond({ answers: this.#records() });
  }

  #answer(query: DnsPacket, from: RemoteInfo): void {
    const answer = answerTo(query, this.#records());
    // A resolver that asks from a port of its own hears nothing on the common one.
    if (answer !== null) this.#mdns.respond(answer, from.port === MDNS_PORT ? null : from);
  }

  #hear(response: DnsPacket): void {
    const { identity, address, appName, onNeighbour } = this.#deps;
    for (const neighbour of neighboursIn(response)) if (neighbour.hub !== identity.hubId) onNeighbour(neighbour);
    if (appName === null) return;
    this.#move(claimMove(this.#claim, address, addressesFor(response, appName)));
  }

  #move(move: ClaimMove): void {
    switch (move) {
      case 'none':
        break;
      case 'probe':
        this.look();
        break;
      case 'insist':
        this.#announce();
        break;
      case 'give way':
        this.#giveWay();
        break;
      default:
        move satisfies never;
    }
  }
}
