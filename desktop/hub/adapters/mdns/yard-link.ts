import type { DnsPacket, DnsRecord } from 'multicast-dns';
import type { Log } from '#shared/ports/log.ts';
import { answerTo, legacyAnswerTo } from './answers.ts';
import type { MdnsSocket, OpenMdnsSocket, Sender } from './mdns-socket.ts';
import { NameClaim } from './name-claim.ts';
import { isOnLink } from './networks.ts';
import {
  addressesFor,
  claimsToOwn,
  goodbyeOf,
  type Held,
  type Neighbour,
  neighbourOf,
  probeFor,
  recordsOf,
  SERVICE_TYPE,
  serviceOf,
  withoutService,
  type YardIdentity,
  type YardService,
} from './records.ts';

const MDNS_PORT = 5353;
/** RFC 6762, 8.3: an announcement is said twice, a second apart, since one may be lost. */
const SAY_AGAIN_MS = 1_000;

export interface YardLinkDeps {
  identity: YardIdentity;
  /** Of the interface that this link stands on. */
  address: string;
  /** All of this machine's addresses, as they are now. */
  machine: () => readonly string[];
  /** The app's name, which the hub holds where nobody else does; null where it is not mDNS's to give. */
  appName: string | null;
  openSocket: OpenMdnsSocket;
  onNeighbour: (neighbour: Neighbour) => void;
  now: () => number;
  log: Log;
}

/**
 * A hub on one network: answers for its own names, and for the app's name, each from the moment when probes have found
 * nobody else who answers for it. Where two hold one all the same (they began at one moment, or two networks were
 * joined), the one with the greater address keeps it.
 */
export class YardLink {
  readonly #deps: YardLinkDeps;
  readonly #socket: MdnsSocket;
  readonly #own: NameClaim;
  readonly #app: NameClaim;
  readonly #again = new Set<ReturnType<typeof setTimeout>>();
  #heardSelfAt: number | null = null;

  constructor(deps: YardLinkDeps) {
    this.#deps = deps;
    const { appName, log, address } = deps;
    this.#own = this.#claim({ own: true, appName: null }, (isHeld) => {
      if (isHeld) return this.#socket.publish(serviceOf(deps.identity));
      // Goodbye would take the other's records from everybody's memory, too.
      void this.#socket.withdraw({ sayGoodbye: false });
      log.warn({ address }, 'another machine answers for this hub’s own name: it is found by address only');
    });
    this.#app = this.#claim({ own: false, appName }, (isHeld) =>
      log.info({ name: appName, address }, isHeld ? 'this hub answers for the app’s name' : 'another hub does'),
    );
    this.#socket = deps.openSocket(address, {
      onReady: () => this.look(),
      onQuery: (query, from) => this.#answer(query, from),
      onResponse: (response, from) => this.#hear(response, from),
      onService: (service) => this.#meet(service),
      onTrouble: (error, fatal) =>
        fatal
          ? log.warn({ err: error, address }, 'this network takes no names')
          : log.debug({ err: error }, 'not understood'),
    });
  }

  /** When what this link says to everybody came back to it. */
  get heardSelfAt(): number | null {
    return this.#heardSelfAt;
  }

  get holdsAppName(): boolean {
    return this.#app.isHeld;
  }

  /** Looks for other hubs, and for whoever else holds a name of ours, or held it and is gone. */
  look(): void {
    // A holder asks as well: two networks that were joined have two of them.
    const held = this.#records().filter(({ type }) => type === 'A');
    this.#socket.browse(SERVICE_TYPE);
    if (held.length > 0) this.#socket.ask({ questions: held.map(({ name, type }) => ({ name, type })) });
    this.#own.look();
    if (this.#deps.appName !== null) this.#app.look();
  }

  /** Takes everything back from everybody's memory: nobody is led to a hub that is gone, and the next one need not wait. */
  async close(): Promise<void> {
    const goodbye = goodbyeOf(withoutService(this.#records(), this.#deps.identity));
    for (const timer of this.#again) clearTimeout(timer);
    this.#own.drop();
    this.#app.drop();
    await this.#socket.withdraw({ sayGoodbye: true });
    if (goodbye.answers?.length) await this.#socket.respond(goodbye);
    await this.#socket.close();
  }

  #claim(what: Held, onChange: (isHeld: boolean) => void): NameClaim {
    const { identity, address, machine } = this.#deps;
    const records = recordsOf(identity, address, what);
    return new NameClaim({
      claimant: () => ({ address, machine: machine() }),
      sendProbe: () => this.#socket.ask(probeFor(records)),
      announce: () => this.#announce(records),
      onChange,
    });
  }

  #records(): DnsRecord[] {
    const { identity, address, appName } = this.#deps;
    return recordsOf(identity, address, { own: this.#own.isHeld, appName: this.#app.isHeld ? appName : null });
  }

  #announce(records: DnsRecord[]): void {
    void this.#socket.respond({ answers: records });
    const timer = setTimeout(() => {
      this.#again.delete(timer);
      const held = new Set(this.#records().map(({ name }) => name));
      const still = records.filter(({ name }) => held.has(name));
      if (still.length > 0) void this.#socket.respond({ answers: still });
    }, SAY_AGAIN_MS);
    this.#again.add(timer);
  }

  #answer(query: DnsPacket, from: Sender): void {
    const { address, identity, appName, now } = this.#deps;
    if (!isOnLink(from.address, address)) return;
    if (from.address === address) this.#heardSelfAt = now();
    this.#own.hearProbe(claimsToOwn(query, identity, from.address));
    if (appName !== null) this.#app.hearProbe(addressesFor(query, appName));
    if (from.port === MDNS_PORT) {
      const answer = answerTo(query, this.#records());
      // For the service that is published it answers by itself.
      const answers = withoutService(answer?.answers ?? [], identity);
      if (answer !== null && answers.length > 0) void this.#socket.respond({ ...answer, answers });
      return;
    }
    // A resolver that asks from a port of its own hears nothing on the common one.
    const answer = legacyAnswerTo(query, this.#records());
    if (answer !== null) void this.#socket.respond(answer, from);
  }

  #hear(response: DnsPacket, from: Sender): void {
    const { identity, address, appName } = this.#deps;
    if (!isOnLink(from.address, address)) return;
    this.#own.hearAnswer(claimsToOwn(response, identity, from.address));
    if (appName !== null) this.#app.hearAnswer(addressesFor(response, appName));
  }

  #meet(service: YardService): void {
    const neighbour = neighbourOf(service);
    if (neighbour !== null && neighbour.hub !== this.#deps.identity.hubId) this.#deps.onNeighbour(neighbour);
  }
}
