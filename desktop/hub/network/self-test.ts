import { isIPv4 } from 'node:net';
import type { DesktopNetwork } from '#shared/contract/desktop/network.ts';
import type { Line } from '#shared/contract/desktop.ts';
import { ownAddresses } from '#shared/node-app/own-addresses.ts';
import { isLoopback } from '#shared/node-app/settings.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { HubAnnouncement } from '../adapters/mdns/announce-hub.ts';
import { overviewReader } from '../app/overview.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { ServerTime } from '../uplink/server-time.ts';
import { answersAt } from './answers-at.ts';
import { networkChecks } from './network-checks.ts';

/** A phone that called within this time has found its way. */
const LATELY_MS = 10 * 60_000;

export interface SelfTestDeps {
  /** Where the hub listens. */
  host: string;
  port: number;
  appHost: string;
  database: HubDatabase;
  clock: Clock;
  serverTime: Pick<ServerTime, 'now'>;
  uplink: { wan: Line };
  announcement: HubAnnouncement | null;
}

/** Looks at the yard's network from this PC. Takes two seconds where something does not answer. */
export async function selfTest(deps: SelfTestDeps): Promise<DesktopNetwork> {
  const { host, port, appHost, clock, announcement, uplink } = deps;
  const addresses = isLoopback(host) ? [host] : ownAddresses(host).filter(isIPv4);
  const calls = await Promise.all(addresses.map((address) => answersAt(address, port)));
  const now = clock.now();
  const lastSeen = overviewReader(deps.database)
    .phones()
    .map(({ last_seen_at }) => Date.parse(last_seen_at));
  const checks = networkChecks({
    addresses,
    deaf: addresses.filter((_address, index) => !calls[index]),
    hearsItself: announcement?.hearsItself() ?? null,
    holdsName: announcement !== null && appHost.endsWith('.local') ? announcement.holdsAppName() : null,
    otherHubs: announcement?.neighbours().length ?? 0,
    aheadMs: now - deps.serverTime.now(),
    line: uplink.wan,
    phoneWasHere: lastSeen.some((at) => Math.abs(now - at) < LATELY_MS),
  });
  return { addresses, checks };
}
