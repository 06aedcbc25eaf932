import type { DnsPacket, DnsRecord } from 'multicast-dns';
import { hubHost } from '#shared/domain/hub-host.ts';
import type { HeardClaim } from './claim.ts';

export const SERVICE_TYPE = 'manchengo-hub';
export const SERVICE = `_${SERVICE_TYPE}._tcp.local`;
export const ALL_SERVICES = '_services._dns-sd._udp.local';
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

/** A service as it is published, and as others are heard of. */
export interface YardService {
  name: string;
  /** Without the underscore. */
  type: string;
  host: string;
  port: number;
  txt: Record<string, string>;
}

/** Another hub, as it says of itself. */
export interface Neighbour {
  hub: string;
  depot: string;
  host: string;
  port: number;
}

const nameOf = ({ depot, hubId }: YardIdentity): string => `Manchengo ${depot} ${hubId.slice(0, 8)}`;
const instanceOf = (identity: YardIdentity): string => `${nameOf(identity)}.${SERVICE}`;
const txtOf = ({ depot, hubId }: YardIdentity) => ({ v: '1', depot, hub: hubId, path: '/api/sync' });

/** The hub's service, for whoever publishes it. */
export const serviceOf = (identity: YardIdentity): YardService => ({
  name: nameOf(identity),
  type: SERVICE_TYPE,
  host: hubHost(identity.hubId),
  port: identity.port,
  txt: txtOf(identity),
});

/** What is answered and taken back beside the published service. That a name has nothing of a kind (NSEC) belongs to it. */
export const withoutService = (records: readonly DnsRecord[], identity: YardIdentity): DnsRecord[] => {
  const published = [ALL_SERVICES, SERVICE, instanceOf(identity), hubHost(identity.hubId)];
  return records.filter(({ type, name }) => type === 'NSEC' || !published.some((one) => isName(one, name)));
};

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
  const txt = Object.entries(txtOf(identity)).map(([key, value]) => `${key}=${value}`);
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

/** A hub as its published service introduces it; null where it does not say which it is. */
export function neighbourOf({ host, port, txt }: YardService): Neighbour | null {
  const { hub, depot } = txt;
  return hub === undefined || depot === undefined || !host || !port ? null : { hub, depot, host, port };
}

const all = ({ answers = [], authorities = [], additionals = [] }: DnsPacket): DnsRecord[] => [
  ...answers,
  ...authorities,
  ...additionals,
];
