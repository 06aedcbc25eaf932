import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NetworkCheck } from '#shared/contract/desktop/network.ts';
import { uuidV4 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { eventually } from '../start-world.ts';
import { canMakeNetworks, portOf, type YardNetwork, yardNetwork } from './yard-network.ts';

/** What the self-test says of real networks in which something is in the way: a firewall, a Wi-Fi that isolates, no multicast. */
const canFilter = canMakeNetworks && spawnSync('nft', ['--version']).status === 0;
if (!canFilter)
  console.warn('SKIPPED: the self-test in real networks needs root and nftables (apt-get install nftables).');

const PC = '10.78.0.1';
let network: YardNetwork;
/** A look at the network takes seconds, and each test waits for several. */

let folder: string;
let last: NetworkCheck[] = [];

beforeAll(async () => {
  if (!canFilter) return;
  folder = await mkdtemp(join(tmpdir(), 'manchengo-self-test-'));
  network = yardNetwork({ pc: [PC], phone: ['10.78.0.2'] });
  const hub = network.run('pc', 'yard-self-test.ts', uuidV4(systemRandom), PC, folder);
  createInterface({ input: hub.stdout! }).on('line', (line) => {
    last = JSON.parse(line);
  });
});
afterAll(async () => {
  await network?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** What is not well, as `WHAT CAUSE`. */
const told = () => last.flatMap(({ what, cause }) => (cause === null ? [] : [`${what} ${cause}`]));
const becomes = (causes: string[], why: string) =>
  eventually(told, (now) => last.length > 0 && now.join() === causes.join(), why);

const nft = (...args: string[]) => expect(network.tool('pc', 'nft', ...args).status, args.join(' ')).toBe(0);

/** The PC's firewall takes in no packet of this kind. */
const block = (...kind: string[]) => nft('add', 'rule', 'inet', 'yard', 'in', ...kind, 'drop');

/** Whether a phone in this yard reaches the hub. */
const phoneCalls = (): boolean => {
  const script = `const s = require('node:net').connect({ host: '${PC}', port: 8443, timeout: 2000 });
    for (const end of ['timeout', 'error']) s.on(end, () => process.exit(1)); s.on('connect', () => process.exit(0));`;
  return network.tool('phone', process.execPath, '-e', script).status === 0;
};

test.skipIf(!canFilter)(
  '[SETUP-4] a firewall that blocks the port and one that lets no multicast through are named, and all is well once it is open',
  async () => {
    await becomes(['PHONES NO_PHONE_YET'], 'all is well, but that no phone was here');
    nft('add', 'table', 'inet', 'yard');
    nft('add', 'chain', 'inet', 'yard', 'in', '{ type filter hook input priority 0 ; }');
    block('udp', 'dport', '5353');
    block('tcp', 'dport', '8443');
    await becomes(['PORT PORT_BLOCKED', 'PHONES NO_PHONE_YET'], 'the port is blocked');
    await becomes(
      ['PORT PORT_BLOCKED', 'NAME NO_MULTICAST', 'PHONES NO_PHONE_YET'],
      'nothing that is said to all comes back',
    );
    nft('delete', 'table', 'inet', 'yard');
    await becomes(['PHONES NO_PHONE_YET'], 'the firewall is open');
  },
);

test.skipIf(!canFilter)(
  '[SETUP-4] a Wi-Fi that keeps devices from each other cannot be seen from the PC: it is not certain until a phone has called',
  async () => {
    const isolate = (how: 'on' | 'off') => {
      for (const name of ['pc', 'phone']) {
        network.ip('b', 'link', 'set', portOf(name), 'type', 'bridge_slave', 'isolated', how);
      }
    };
    isolate('on');
    expect(phoneCalls()).toBe(false);
    await becomes(['PHONES NO_PHONE_YET'], 'the PC sees nothing of it');
    isolate('off');
    await eventually(phoneCalls, (called) => called, 'the phone finds the PC again');
    await becomes([], 'a phone has called: all is well');
  },
);
