import { Bonjour, type Service } from 'bonjour-service';
import type { DnsPacket, DnsRecord, MulticastDns } from 'multicast-dns';
import { ALL_SERVICES, isName, type YardService } from './records.ts';

/** Who sent a packet. */
export interface Sender {
  address: string;
  port: number;
}

export interface MdnsEvents {
  onReady(): void;
  onQuery(query: DnsPacket, from: Sender): void;
  onResponse(response: DnsPacket, from: Sender): void;
  onService(service: YardService): void;
  /** Whether this network takes no names at all (`fatal`), or one packet was not understood. */
  onTrouble(error: Error, fatal: boolean): void;
}

/** What a link needs of whatever speaks mDNS. Nothing above it knows the library. */
export interface MdnsSocket {
  /** Announces a service, and answers for it until it is withdrawn. */
  publish(service: YardService): void;
  /** Stops answering for the service. Whether it says goodbye: not where another machine answers under the same name. */
  withdraw(how: { sayGoodbye: boolean }): Promise<void>;
  /** Asks once more who offers such a service. */
  browse(type: string): void;
  /** To everybody on the network. */
  ask(packet: DnsPacket): void;
  /** To everybody, or to one asker alone. Resolves when it has left, or could not. */
  respond(packet: DnsPacket, to?: Sender): Promise<void>;
  close(): Promise<void>;
}

export type OpenMdnsSocket = (address: string, events: MdnsEvents) => MdnsSocket;

/**
 * The network of one of this machine's addresses: bonjour-service publishes and browses, and what it does not do (probes
 * for the names, answers to simple resolvers) rides on its socket.
 */
export const openMulticastSocket: OpenMdnsSocket = (address, events) => {
  const { onReady, onQuery, onResponse, onService, onTrouble } = events;
  const bonjour = new Bonjour({ interface: address, bind: '0.0.0.0' } as object, (error: Error) =>
    onTrouble(error, false),
  );
  const mdns = socketOf(bonjour);
  let published: Service | null = null;
  let isMuted = false;
  const send = mdns.respond.bind(mdns);
  mdns.respond = (packet, to, done) => {
    const records = isMuted ? null : recordsOfLink(packet, address);
    if (records === null) (typeof to === 'function' ? to : done)?.();
    else send(records, to, done);
  };
  mdns.on('error', (error) => onTrouble(error, true));
  mdns.on('warning', (error) => onTrouble(error, false));
  mdns.on('query', onQuery);
  mdns.on('response', onResponse);
  mdns.on('ready', onReady);
  let browser: ReturnType<Bonjour['find']> | null = null;
  return {
    publish(service) {
      // Its own probe writes to the console and never tries again: the claim of the name has probed already.
      published = bonjour.publish({ ...service, probe: false, disableIPv6: true });
    },
    withdraw: ({ sayGoodbye }) =>
      new Promise((resolve) => {
        if (published === null) return resolve();
        isMuted = !sayGoodbye;
        published.stop(resolve);
        isMuted = false;
        published = null;
      }),
    browse(type) {
      // A new one each time: it keeps whatever anybody makes up, and never hears again of what it knows.
      browser?.stop();
      browser = bonjour.find({ type }, ({ name, host, port, txt }) => onService({ name, type, host, port, txt }));
    },
    ask: (packet) => mdns.query(packet),
    respond: (packet, to) => new Promise((resolve) => mdns.respond(packet, to ?? null, () => resolve())),
    close: () =>
      new Promise((resolve) => {
        browser?.stop();
        bonjour.destroy(() => resolve());
      }),
  };
};

/** bonjour-service keeps its socket to itself by its types only. */
const socketOf = (bonjour: Bonjour): MulticastDns =>
  (bonjour as unknown as { server: { mdns: MulticastDns } }).server.mdns;

/**
 * What may be said on the link of this address. bonjour-service lists the addresses of all networks, marks no record as the
 * only one of its name, and takes back with one hub that there are hubs at all. Null: nothing is left to be said.
 */
export function recordsOfLink(packet: DnsPacket | DnsRecord[], address: string): DnsPacket | null {
  const whole: DnsPacket = Array.isArray(packet) ? { answers: packet } : packet;
  const { answers = [], additionals = [] } = whole;
  const isOfLink = ({ name, type, ttl, data }: DnsRecord) =>
    !(type === 'A' && data !== address) && !(isName(name, ALL_SERVICES) && ttl === 0);
  const unique = (record: DnsRecord): DnsRecord =>
    record.type === 'PTR' || record.flush !== undefined ? record : { ...record, flush: true };
  const [said, further] = [answers, additionals].map((records) => records.filter(isOfLink).map(unique));
  if (answers.length > 0 && said?.length === 0) return null;
  return { ...whole, answers: said ?? [], additionals: further ?? [] };
}
