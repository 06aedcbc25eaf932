import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { type NetworkFacts, networkChecks } from './network-checks.ts';

const well: NetworkFacts = {
  addresses: ['192.168.1.10'],
  deaf: [],
  hearsItself: true,
  holdsName: true,
  otherHubs: 0,
  aheadMs: 0,
  line: { state: 'ANSWERS', trouble: null },
  phoneWasHere: true,
};
const causes = (facts: Partial<NetworkFacts>) =>
  networkChecks({ ...well, ...facts }).flatMap(({ what, cause }) => (cause === null ? [] : [`${what} ${cause}`]));

test('[SETUP-4] where all is well every line is good', () => {
  expect(new Set(networkChecks(well).map(({ state }) => state))).toEqual(new Set(['GOOD']));
  // On loopback there is nothing to announce, and a name of a company's own is not for a hub to hold.
  expect(causes({ hearsItself: null, holdsName: null })).toEqual([]);
});

test.each<[Partial<NetworkFacts>, string[]]>([
  [{ addresses: [], phoneWasHere: false }, ['NETWORK NO_NETWORK']],
  [{ deaf: ['192.168.1.10'] }, ['PORT PORT_BLOCKED']],
  [{ hearsItself: false, holdsName: false }, ['NAME NO_MULTICAST']],
  [{ holdsName: false, otherHubs: 1 }, ['NAME OTHER_HUB']],
  [{ holdsName: false }, ['NAME NAME_TAKEN']],
  [{ aheadMs: -LIMITS.clockDriftMs - 1 }, ['CLOCK CLOCK_WRONG']],
  [{ aheadMs: LIMITS.clockDriftMs }, []],
  [{ line: { state: 'CUT', trouble: null } }, ['HQ HQ_SILENT']],
  [{ line: { state: 'REFUSED', trouble: 'CLOCK' } }, ['HQ HQ_REFUSES']],
  [{ phoneWasHere: false }, ['PHONES NO_PHONE_YET']],
])('[SETUP-4] %j is named: %j', (facts, named) => expect(causes(facts)).toEqual(named));
