import type { DnsPacket, DnsRecord } from 'multicast-dns';
import { hubHost } from '#shared/domain/hub-host.ts';
import type { HeardClaim } from './claim.ts';

export const SERVICE = '_manchengo-hub._tcp.local';
const ALL_SERVICES = '_services._dns-sd._udp.local';
/** Host records die soon, since addresses change; the others may be remembered longer (RFC 6762, 10). */
const HOST_TTL = 120;
const SERVICE_TTL = 4_500;

/** What a hub says of itself in its yard. */
export interface YardIdentity {
  hubId: string;
  /** The depot's code. */
  depot: string;
  port: number;
}

/** Another hub, as it says of itself. */
export interface Neighbour {
  hub: string;
  depot: string;
  host: string;
  port: number;
}

const instanceOf = ({ depot, hubId }: YardIdentity): string => `Manchengo ${depot} ${hubId.slice(0, 8)}.${SERVICE}`;

export const addressRecord = (name: string, address: string, ttl = HOST_TTL): DnsRecord => ({
  name,
  type: 'A',
  ttl,
  flush: true,
  data: address,
});

/** What a hub holds on a network: its own names, and the app's where it answers for that. */
export interface Held {
  own: boolean;
  appName: string | null;
}

/** Everything that a hub announces where it is called by `address`. */
export function recordsOf(identity: YardIdentity, address: string, { own, appName }: Held): DnsRecord[] {
  return [
    ...(own ? ownRecords(identity, address) : []),
    ...(appName === null ? [] : [addressRecord(appName, address)]),
  ];
}

function ownRecords(identity: YardIdentity, address: string): DnsRecord[] {
  const [host, instance] = [hubHost(identity.hubId), instanceOf(identity)];
  const txt = ['v=1', `depot=${identity.depot}`, `hub=${identity.hubId}`, 'path=/api/sync'];
  return [
    { name: ALL_SERVICES, type: 'PTR', ttl: SERVICE_TTL, data: SERVICE },
    { name: SERVICE, type: 'PTR', ttl: SERVICE_TTL, data: instance },
    { name: instance, type: 'SRV', ttl: HOST_TTL, flush: true, data: { port: identity.port, target: host } },
    { name: instance, type: 'TXT', ttl: SERVICE_TTL, flush: true, data: txt },
    addressRecord(host, address),
  ];
}

/** Asks whether anybody has one of these records' names already, and says what would be announced (RFC 6762, 8). */
export function probeFor(records: readonly DnsRecord[]): DnsPacket {
  const unique = records.filter(({ flush }) => flush);
  const names = [...new Set(unique.map(({ name }) => name))];
  return {
    questions: names.map((name) => ({ name, type: 'ANY' })),
    authorities: unique.map((record) => ({ ...record, flush: false })),
  };
}

/** Takes all of this back from everybody's memory. That there are hubs at all other hubs say as well: it stays. */
export function goodbyeOf(records: readonly DnsRecord[]): DnsPacket {
  return { answers: records.filter(({ name }) => name !== ALL_SERVICES).map((record) => ({ ...record, ttl: 0 })) };
}

export const isName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Asks for the hubs of this network. */
export const SEARCH = [{ name: SERVICE, type: 'PTR' }];

/** The addresses that a packet gives for a name, and whether it takes one back (a life of nothing). */
export function addressesFor(packet: DnsPacket, name: string): HeardClaim[] {
  return all(packet)
    .filter((record) => record.type === 'A' && isName(record.name, name) && typeof record.data === 'string')
    .map(({ data, ttl }) => ({ address: data as string, isGoodbye: ttl === 0 }));
}

/** Whoever else has this hub's own names: its host, or its service with another host behind it. */
export function claimsToOwn(packet: DnsPacket, identity: YardIdentity, sender: string): HeardClaim[] {
  const [host, instance] = [hubHost(identity.hubId), instanceOf(identity)];
  const services = all(packet).filter(({ type, name, data }) => {
    if (type !== 'SRV' || !isName(name, instance)) return false;
    return !isName(String((data as { target?: unknown } | null)?.target), host);
  });
  const bySender = services.map(({ ttl }) => ({ address: sender, isGoodbye: ttl === 0 }));
  return [...addressesFor(packet, host), ...bySender];
}

/** The hubs that a response introduces, with all that it takes to call them. */
export function neighboursIn(response: DnsPacket): Neighbour[] {
  return all(response).flatMap((record) => {
    if (record.type !== 'TXT' || !record.name.toLowerCase().endsWith(`.${SERVICE}`)) return [];
    const words = new Map(
      textsOf(record.data).map((text) => [text.split('=', 1)[0], text.split('=').slice(1).join('=')]),
    );
    const server = all(response).find(({ type, name }) => type === 'SRV' && isName(name, record.name));
    const { target: host, port } = (server?.data ?? {}) as { target?: string; port?: number };
    const [hub, depot] = [words.get('hub'), words.get('depot')];
    if (hub === undefined || depot === undefined || host === undefined || port === undefined) return [];
    return [{ hub, depot, host, port }];
  });
}

const all = ({ answers = [], authorities = [], additionals = [] }: DnsPacket): DnsRecord[] => [
  ...answers,
  ...authorities,
  ...additionals,
];

const textsOf = (data: unknown): string[] => (Array.isArray(data) ? data : [data]).map((part) => String(part));
