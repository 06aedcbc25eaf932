import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidV4 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { eventually } from '../start-world.ts';
import { canMakeNetworks, portOf, type YardNetwork, yardNetwork } from './yard-network.ts';

/** Two hubs and a listener on one network. */
interface Heard {
  from: string;
  at: number;
  records: { name: string; type: string; ttl: number; data: unknown }[];
}
interface Hub {
  process: ChildProcess;
  said(): { holds: boolean; neighbours: { hub: string; depot: string; host: string; port: number }[] } | null;
}

const [ONE, TWO] = [uuidV4(systemRandom), uuidV4(systemRandom)];
const heard: Heard[] = [];
let network: YardNetwork;

beforeAll(() => {
  if (!canMakeNetworks) return;
  network = yardNetwork({ one: ['10.77.0.1'], two: ['10.77.0.2'], ear: ['10.77.0.3'] });
  const ear = network.run('ear', 'yard-ear.ts', '10.77.0.3');
  createInterface({ input: ear.stdout! }).on('line', (line) => heard.push(JSON.parse(line)));
});
afterAll(() => network?.close());

function startHub(name: string, id: string, depot: string): Hub {
  const child = network.run(name, 'yard-hub.ts', id, depot);
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
    first = startHub('one', ONE, 'ALG');
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
    second = startHub('two', TWO, 'ORN');
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
    for (const name of ['one', 'two']) {
      network.ip('b', 'link', 'set', portOf(name), 'type', 'bridge_slave', 'isolated', how);
    }
  };
  isolate('on');
  const alone = startHub('one', ONE, 'ALG');
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
  network.ip('two', 'addr', 'del', '10.77.0.2/24', 'dev', 'eth0');
  network.ip('two', 'addr', 'add', '10.77.0.22/24', 'dev', 'eth0');
  const host = `manchengo-${TWO.slice(0, 8)}.local`;
  await eventually(
    () => heard.at(-1)?.records ?? [],
    (records) => records.some(({ name, data }) => name === host && data === '10.77.0.22'),
    'its own name leads to its new address',
  );
});
