import multicastDns, { type DnsPacket } from 'multicast-dns';

/** Who sent a packet. */
export interface Sender {
  address: string;
  port: number;
}

export interface MdnsEvents {
  onReady(): void;
  onQuery(query: DnsPacket, from: Sender): void;
  onResponse(response: DnsPacket, from: Sender): void;
  /** Whether this network takes no names at all (`fatal`), or one packet was not understood. */
  onTrouble(error: Error, fatal: boolean): void;
}

/** What a link needs of whatever speaks mDNS: packets in, packets out. Nothing above it knows the library. */
export interface MdnsSocket {
  /** To everybody on the network. */
  ask(packet: DnsPacket): void;
  /** To everybody, or to one asker alone. Resolves when it has left, or could not. */
  respond(packet: DnsPacket, to?: Sender): Promise<void>;
  close(): Promise<void>;
}

export type OpenMdnsSocket = (address: string, events: MdnsEvents) => MdnsSocket;

/** The socket on the network of one of this machine's addresses. */
export const openMulticastSocket: OpenMdnsSocket = (address, { onReady, onQuery, onResponse, onTrouble }) => {
  const mdns = multicastDns({ interface: address, bind: '0.0.0.0' });
  mdns.on('error', (error) => onTrouble(error, true));
  mdns.on('warning', (error) => onTrouble(error, false));
  mdns.on('query', onQuery);
  mdns.on('response', onResponse);
  mdns.on('ready', onReady);
  return {
    ask: (packet) => mdns.query(packet),
    respond: (packet, to) => new Promise((resolve) => mdns.respond(packet, to ?? null, () => resolve())),
    close: () => new Promise((resolve) => mdns.destroy(() => resolve())),
  };
};
