/** What the announcer uses of multicast-dns, which ships no types. */
declare module 'multicast-dns' {
  import type { RemoteInfo } from 'node:dgram';
  import type { EventEmitter } from 'node:events';

  export interface DnsQuestion {
    name: string;
    type: string;
    /** `IN` where it is left out. One with the bit for a unicast answer is read as `UNKNOWN_<number>`. */
    class?: string;
  }
  export interface DnsRecord {
    name: string;
    type: string;
    ttl?: number;
    flush?: boolean;
    data: unknown;
  }
  export interface DnsPacket {
    id?: number;
    questions?: DnsQuestion[];
    answers?: DnsRecord[];
    authorities?: DnsRecord[];
    additionals?: DnsRecord[];
  }
  export interface MulticastDns
    extends EventEmitter<{
      query: [packet: DnsPacket, from: RemoteInfo];
      response: [packet: DnsPacket, from: RemoteInfo];
      error: [error: Error];
      warning: [error: Error];
      ready: [];
    }> {
    query(packet: DnsPacket, done?: (error?: Error | null) => void): void;
    respond(
      packet: DnsPacket,
      to?: { address: string; port: number } | null,
      done?: (error?: Error | null) => void,
    ): void;
    destroy(done?: () => void): void;
  }
  export default function multicastDns(options: { interface: string; bind: string; ttl?: number }): MulticastDns;
}
