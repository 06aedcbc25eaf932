import type { NetworkCheck } from '#shared/contract/desktop/network.ts';
import type { LineState, LineTrouble } from '#shared/contract/desktop.ts';
import { LIMITS } from '#shared/contract/limits.ts';

/** What this PC can find out by itself about the network that phones find it in. */
export interface NetworkFacts {
  /** Private addresses of this machine; empty where it is in no network. */
  addresses: string[];
  /** Those at which it cannot call itself. */
  deaf: string[];
  /** What it says to the whole network comes back to it; null where it says nothing (on loopback). */
  hearsItself: boolean | null;
  /** It answers for the app's name; null where that name is not for a hub to give. */
  holdsName: boolean | null;
  /** Other hubs that are heard. */
  otherHubs: number;
  /** This PC's clock minus the server's, in milliseconds. */
  aheadMs: number;
  line: { state: LineState; trouble: LineTrouble | null };
  /** A phone has called in the last minutes. */
  phoneWasHere: boolean;
}

/**
 * The self-test, in the order in which a person can act on it. What a PC cannot know (whether the Wi-Fi keeps devices from
 * each other, whether a firewall lets only this PC in) is `UNSURE` until a phone has called.
 */
export function networkChecks(facts: NetworkFacts): NetworkCheck[] {
  const { addresses, deaf, hearsItself, holdsName, otherHubs, aheadMs, line, phoneWasHere } = facts;
  if (addresses.length === 0) return [bad('NETWORK', 'NO_NETWORK'), clockCheck(aheadMs), hqCheck(line)];
  return [
    good('NETWORK'),
    deaf.length > 0 ? bad('PORT', 'PORT_BLOCKED') : good('PORT'),
    hearsItself === false ? bad('NAME', 'NO_MULTICAST') : nameCheck(holdsName, otherHubs),
    clockCheck(aheadMs),
    hqCheck(line),
    phoneWasHere ? good('PHONES') : { what: 'PHONES', state: 'UNSURE', cause: 'NO_PHONE_YET' },
  ];
}

const good = (what: NetworkCheck['what']): NetworkCheck => ({ what, state: 'GOOD', cause: null });
const bad = (what: NetworkCheck['what'], cause: NetworkCheck['cause']): NetworkCheck => ({ what, state: 'BAD', cause });

function nameCheck(holdsName: boolean | null, otherHubs: number): NetworkCheck {
  if (holdsName !== false) return good('NAME');
  return bad('NAME', otherHubs > 0 ? 'OTHER_HUB' : 'NAME_TAKEN');
}

const clockCheck = (aheadMs: number): NetworkCheck =>
  Math.abs(aheadMs) > LIMITS.clockDriftMs ? bad('CLOCK', 'CLOCK_WRONG') : good('CLOCK');

function hqCheck({ state }: NetworkFacts['line']): NetworkCheck {
  switch (state) {
    case 'ANSWERS':
      return good('HQ');
    case 'TRYING':
      return { what: 'HQ', state: 'UNSURE', cause: null };
    case 'CUT':
      return bad('HQ', 'HQ_SILENT');
    case 'REFUSED':
      return bad('HQ', 'HQ_REFUSES');
  }
}
