import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testIds } from '../test-device.ts';
import { eventually } from './start-world.ts';

/** Two hubs and a listener, each in a network namespace of its own on one bridge: a yard's network, without a yard. */
const HERE = import.meta.dirname;
const tag = `mg${process.pid}`;
const ns = (name: string) => `${tag}${name}`;
const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });
const canMakeNetworks = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;
if (!canMakeNetworks) console.warn('SKIPPED: networks of one’s own need root and iproute2 (apt-get install iproute2).');

interface Heard {
  from: string;
  at: number;
  records: { name: string; type: string; ttl: number; data: unknown }[];
}
interface Hub {
  process: ChildProcess;
  said(): { holds: boolean; neighbours: { hub: string; depot: string; host: string; port: number }[] } | null;
}

const [ONE, TWO] = [testIds.uuid(), testIds.uuid()];
const heard: Heard[] = [];
const children: ChildProcess[] = [];

beforeAll(() => {
  if (!canMakeNetworks) return;
  ip('netns', 'add', ns('b'));
  ip('-n', ns('b'), 'link', 'add', 'yard', 'type', 'bridge', 'mcast_snooping', '0');
  ip('-n', ns('b'), 'link', 'set', 'yard', 'up');
  for (const [index, name] of ['1', '2', 'e'].entries()) {
    ip('netns', 'add', ns(name));
    ip('link', 'add', 'eth0', 'netns', ns(name), 'type', 'veth', 'peer', 'name', `p${index}`, 'netns', ns('b'));
    ip('-n', ns('b'), 'link', 'set', `p${index}`, 'master', 'yard', 'up');
    ip('-n', ns(name), 'link', 'set', 'lo', 'up');
    ip('-n', ns(name), 'addr', 'add', `10.77.0.${index + 1}/24`, 'dev', 'eth0');
    ip('-n', ns(name), 'link', 'set', 'eth0', 'up');
  }
  const ear = run('e', 'yard-ear.ts', '10.77.0.3');
  createInterface({ input: ear.stdout! }).on('line', (line) => heard.push(JSON.parse(line)));
});
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  if (canMakeNetworks) for (const name of ['1', '2', 'e', 'b']) spawnSync('ip', ['netns', 'del', ns(name)]);
});

/** `ip netns exec` becomes the program: a signal to the child is a signal to the node. */
function run(name: string, file: string, ...args: string[]): ChildProcess {
  const program = [process.execPath, path.join(HERE, file), ...args];
  const child = spawn('ip', ['netns', 'exec', ns(name), ...program], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

function startHub(name: string, id: string, depot: string): Hub {
  const child = run(name, 'yard-hub.ts', id, depot);
  let last: ReturnType<Hub['said']> = null;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    last = JSON.parse(line);
  });
  return { process: child, said: () => last };
}

/** Who has answered for the app's name since then. */
const holdersSince = (at: number): string[] => [
  ...new Set(
    heard
      .filter((one) => one.at >= at)
      .flatMap(({ records }) => records)
      .filter(({ name, type, ttl }) => name === 'manchengo.local' && type === 'A' && ttl > 0)
      .map(({ data }) => String(data)),
  ),
];

let first: Hub;
let second: Hub;

test.skipIf(!canMakeNetworks)(
  '[FIND-6] a hub is found by its service, with its own name, its address and what it says of itself',
  async () => {
    first = startHub('1', ONE, 'ALG');
    const host = `manchengo-${ONE.slice(0, 8)}.local`;
    const { records } = await eventually(
      () => heard.findLast((one) => one.records.some(({ type }) => type === 'SRV')),
      (one) => one !== undefined,
      'the hub is announced',
    ).then((one) => one!);
    expect(records.find(({ type }) => type === 'TXT')?.data).toEqual([
      'v=1',
      'depot=ALG',
      `hub=${ONE}`,
      'path=/api/sync',
    ]);
    expect(records.find(({ type }) => type === 'SRV')?.data).toMatchObject({ port: 8443, target: host });
    expect(records.find(({ type, name }) => type === 'A' && name === host)?.data).toBe('10.77.0.1');
    await eventually(
      () => first.said()?.holds,
      (holds) => holds === true,
      'it holds the app’s name, since nobody else does',
    );
  },
);

test.skipIf(!canMakeNetworks)(
  '[FIND-7] of two hubs exactly one answers for the app’s name; the hubs know each other',
  async () => {
    second = startHub('2', TWO, 'ORN');
    const knows = await eventually(
      () => [first.said()?.neighbours ?? [], second.said()?.neighbours ?? []] as const,
      ([ofFirst, ofSecond]) => ofFirst.length === 1 && ofSecond.length === 1,
      'they have met',
    );
    const other = (id: string, depot: string) => ({
      hub: id,
      depot,
      host: `manchengo-${id.slice(0, 8)}.local`,
      port: 8443,
    });
    expect(knows).toEqual([[other(TWO, 'ORN')], [other(ONE, 'ALG')]]);
    // Long enough for its probe: the newcomer has heard an answer, and asks again without effect.
    const since = Date.now();
    await eventually(
      () => heard.filter(({ at, records }) => at >= since && records.some(({ name }) => name === 'manchengo.local')),
      (answers) => answers.length >= 6,
      'the name was answered for again and again',
    );
    expect(holdersSince(since)).toEqual(['10.77.0.1']);
    expect([first.said()?.holds, second.said()?.holds]).toEqual([true, false]);
  },
);

test.skipIf(!canMakeNetworks)('[FIND-7] the hub that held the app’s name dies, and the other takes over', async () => {
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  const since = Date.now();
  await eventually(
    () => holdersSince(since),
    (holders) => holders.length > 0,
    'somebody answers again',
  );
  expect(holdersSince(since)).toEqual(['10.77.0.2']);
});

test.skipIf(!canMakeNetworks)('[FIND-7] where two hold the name at once, one gives way', async () => {
  const isolate = (how: 'on' | 'off') => {
    for (const port of ['p0', 'p1']) ip('-n', ns('b'), 'link', 'set', port, 'type', 'bridge_slave', 'isolated', how);
  };
  isolate('on');
  const alone = startHub('1', ONE, 'ALG');
  await eventually(
    () => alone.said()?.holds,
    (holds) => holds === true,
    'cut off from the other, it holds the name too',
  );
  isolate('off');
  await eventually(
    () => [alone.said()?.holds, second.said()?.holds],
    ([one, other]) => one === false && other === true,
    'the greater address keeps it',
  );
});

test.skipIf(!canMakeNetworks)('[FIND-8] a hub whose address changes is found at the new one', async () => {
  ip('-n', ns('2'), 'addr', 'del', '10.77.0.2/24', 'dev', 'eth0');
  ip('-n', ns('2'), 'addr', 'add', '10.77.0.22/24', 'dev', 'eth0');
  const host = `manchengo-${TWO.slice(0, 8)}.local`;
  await eventually(
    () => heard.at(-1)?.records ?? [],
    (records) => records.some(({ name, data }) => name === host && data === '10.77.0.22'),
    'its own name leads to its new address',
  );
});
