import type { DnsPacket, DnsRecord } from 'multicast-dns';
import { hubHost } from '#shared/domain/hub-host.ts';

const SERVICE = '_manchengo-hub._tcp.local';
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

/** Everything that a hub announces where it is called by `address`. `claimed`: the name that it holds beside its own. */
export function recordsOf(identity: YardIdentity, address: string, claimed: string | null): DnsRecord[] {
  const [host, instance] = [hubHost(identity.hubId), instanceOf(identity)];
  const txt = ['v=1', `depot=${identity.depot}`, `hub=${identity.hubId}`, 'path=/api/sync'];
  return [
    { name: ALL_SERVICES, type: 'PTR', ttl: SERVICE_TTL, data: SERVICE },
    { name: SERVICE, type: 'PTR', ttl: SERVICE_TTL, data: instance },
    { name: instance, type: 'SRV', ttl: HOST_TTL, flush: true, data: { port: identity.port, target: host } },
    { name: instance, type: 'TXT', ttl: SERVICE_TTL, flush: true, data: txt },
    addressRecord(host, address),
    ...(claimed === null ? [] : [addressRecord(claimed, address)]),
  ];
}

const isName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What of these records answers a query; null: nothing does, and nobody speaks. */
export function answerTo(query: DnsPacket, records: DnsRecord[]): DnsPacket | null {
  const asked = (record: DnsRecord) =>
    (query.questions ?? []).some(
      ({ name, type }) => isName(name, record.name) && (type === 'ANY' || type === record.type),
    );
  const answers = records.filter(asked);
  if (answers.length === 0) return null;
  const isSearch = answers.some(({ type, name }) => type === 'PTR' && isName(name, SERVICE));
  const additionals = isSearch ? records.filter((record) => !answers.includes(record) && record.type !== 'PTR') : [];
  return { answers, additionals };
}

/** Asks for the hubs of this network. */
export const SEARCH: DnsPacket = { questions: [{ name: SERVICE, type: 'PTR' }] };

/** The addresses that a response gives for a name, and whether it takes one back (a life of nothing). */
export function addressesFor(response: DnsPacket, name: string): { address: string; isGoodbye: boolean }[] {
  return all(response)
    .filter((record) => record.type === 'A' && isName(record.name, name) && typeof record.data === 'string')
    .map(({ data, ttl }) => ({ address: data as string, isGoodbye: ttl === 0 }));
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

const all = ({ answers = [], additionals = [] }: DnsPacket): DnsRecord[] => [...answers, ...additionals];

const textsOf = (data: unknown): string[] => (Array.isArray(data) ? data : [data]).map((part) => String(part));
