import { isIPv4 } from 'node:net';
import { LIMITS } from '#shared/contract/limits.ts';
import { ownAddresses } from '#shared/node-app/own-addresses.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { openMulticastSocket } from './mdns-socket.ts';
import type { Neighbour, YardIdentity } from './records.ts';
import { YardLink } from './yard-link.ts';

/** Networks come and go, and so do other hubs. */
const LOOK_EVERY_MS = 5_000;
/** A neighbour that has not been heard for this long is gone. */
const FORGET_MS = 60_000;
/** Each look asks the network something: two of them may be lost. */
const HEARS_WITHIN_LOOKS = 3;

export interface AnnounceHubDeps {
  identity: YardIdentity;
  /** Where the hub listens: an address of this machine, or all of them. */
  host: string;
  /** The host of the app's one origin; claimed where it ends in `.local`. */
  appHost: string;
  clock: Clock;
  log: Log;
  /** How often the networks are looked at. */
  lookEveryMs?: number;
}

export interface HubAnnouncement {
  /** The other hubs on this hub's networks, as they say of themselves. */
  neighbours(): Neighbour[];
  /** Whether this hub answers for the app's name on one of its networks. */
  holdsAppName(): boolean;
  /** Whether what is said to a whole network comes back from it. */
  hearsItself(): boolean;
  stop(): Promise<void>;
}

type Heard = Map<string, { neighbour: Neighbour; at: number }>;

/** Anybody in the yard can make up names: of more than are ever shown, and longer than any is, nothing is kept. */
export function remember(heard: Heard, neighbour: Neighbour, at: number): void {
  const { hub, depot, host } = neighbour;
  const isShort = [hub, depot, host].every((text) => text.length <= LIMITS.identifierChars);
  if (!isShort || (heard.size >= LIMITS.neighboursShown && !heard.has(hub))) return;
  heard.set(hub, { neighbour, at });
}

/** Announces a hub on each private network of this machine, and looks for others, until it is stopped. */
export function announceHub(deps: AnnounceHubDeps): HubAnnouncement {
  const { identity, host, appHost, clock, log, lookEveryMs = LOOK_EVERY_MS } = deps;
  const hearsWithinMs = HEARS_WITHIN_LOOKS * lookEveryMs;
  const links = new Map<string, YardLink>();
  const heard: Heard = new Map();
  const appName = appHost.endsWith('.local') ? appHost : null;
  const onNeighbour = (neighbour: Neighbour) => remember(heard, neighbour, clock.now());
  const now = () => clock.now();
  let addresses: string[] = [];
  const shared = {
    identity,
    appName,
    machine: () => addresses,
    openSocket: openMulticastSocket,
    onNeighbour,
    now,
    log,
  };

  const look = () => {
    addresses = ownAddresses(host).filter(isIPv4);
    for (const [address, link] of links) {
      if (addresses.includes(address)) continue;
      links.delete(address);
      void link.close();
    }
    for (const address of addresses) {
      const link = links.get(address);
      if (link) link.look();
      else links.set(address, new YardLink({ ...shared, address }));
    }
    for (const [hub, { at }] of heard) if (clock.now() - at > FORGET_MS) heard.delete(hub);
  };
  look();
  const timer = setInterval(look, lookEveryMs);
  return {
    neighbours: () => [...heard.values()].map(({ neighbour }) => neighbour),
    hearsItself: () =>
      [...links.values()].some(({ heardSelfAt }) => heardSelfAt !== null && now() - heardSelfAt < hearsWithinMs),
    holdsAppName: () => [...links.values()].some((link) => link.holdsAppName),
    async stop() {
      clearInterval(timer);
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}
