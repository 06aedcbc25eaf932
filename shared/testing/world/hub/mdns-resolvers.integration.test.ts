import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidV4 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { eventually } from '../start-world.ts';
import { startAvahi } from './yard-avahi.ts';
import { canMakeNetworks, type YardNetwork, yardNetwork } from './yard-network.ts';

/** Other people's resolvers in the yard: Android's (byte for byte), dig, and avahi where they are installed. */
const HUB = uuidV4(systemRandom);
const OTHER = uuidV4(systemRandom);
/** Known by the same first digits as the hub. */
const TWIN = `${HUB.slice(0, 9)}${OTHER.slice(9)}`;
const hostOf = (id: string) => `manchengo-${id.slice(0, 8)}.local`;
/** A PC with a cable and a WiFi, on two networks, and a phone on each; another PC beside the cable. */
const [CABLE, WIFI, BESIDE] = ['10.81.0.2', '10.82.0.2', '10.81.0.3'];
const [PHONE, FAR_PHONE] = ['10.81.0.77', '10.82.0.77'];
const FOLDERS = ['/usr/bin', '/usr/sbin', ...(process.env.PATH ?? '').split(path.delimiter)];
const has = (program: string) => FOLDERS.some((folder) => existsSync(path.join(folder, program)));
const canDig = canMakeNetworks && has('dig');
const hasAvahi = canMakeNetworks && ['avahi-daemon', 'avahi-resolve', 'avahi-browse', 'dbus-daemon'].every(has);
if (!canDig) console.warn('SKIPPED: asking with dig needs bind9-dnsutils (apt-get install bind9-dnsutils).');
if (!hasAvahi) console.warn('SKIPPED: asking with avahi needs avahi-daemon, avahi-utils and dbus.');

interface Heard {
  from: string;
  records: { name: string; type: string; ttl: number; data: unknown }[];
  probed: string[];
}
const heard: Heard[] = [];
let network: YardNetwork;
let hub: ChildProcess;
let other: ChildProcess;

beforeAll(async () => {
  if (!canMakeNetworks) return;
  network = yardNetwork({ hub: [CABLE, WIFI], beside: [BESIDE], phone: [PHONE], far: [FAR_PHONE], ear: ['10.81.0.9'] });
  const ear = network.run('ear', 'yard-ear.ts', '10.81.0.9');
  createInterface({ input: ear.stdout! }).on('line', (line) => heard.push(JSON.parse(line)));
  hub = network.run('hub', 'yard-hub.ts', HUB, 'ALG');
  let holds = false;
  createInterface({ input: hub.stdout! }).on('line', (line) => {
    holds = JSON.parse(line).holds;
  });
  await eventually(
    () => holds,
    (it) => it,
    'the hub is there',
  );
});
afterAll(() => network?.close());

const heardFrom = (address: string, since = 0) => heard.slice(since).filter(({ from }) => from === address);
const says = (name: string) => (one: Heard) => one.records.some((record) => record.name === name);

/** What Android's resolver sends: one question, recursion desired, and nothing else. */
function question(name: string, type: 'A' | 'AAAA'): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0, 0, type === 'A' ? 1 : 28, 0, 1])]);
}

interface Reply {
  from: string;
  port: number;
  bytes: Buffer;
}

/** Asks as that phone, and gives all that it hears until the last question is answered. */
function ask(phone: 'phone' | 'far', asked: Buffer, times = 1): Reply[] {
  const header = Buffer.from([0x12, 0x33, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const hex = Buffer.concat([header, asked]).toString('hex');
  const own = phone === 'phone' ? PHONE : FAR_PHONE;
  const { stdout } = network.tool(
    phone,
    process.execPath,
    path.join(import.meta.dirname, 'yard-asker.ts'),
    own,
    hex,
    String(times),
  );
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ from, port, hex: text }) => ({ from, port, bytes: Buffer.from(text, 'hex') }));
}

test.skipIf(!canMakeNetworks)(
  '[FIND-14] Android’s resolver takes the first answer: its id, its question, class IN, ten seconds, its port',
  () => {
    for (const name of ['manchengo.local', hostOf(HUB), 'MANCHENGO.local']) {
      const asked = question(name, 'A');
      const [reply] = ask('phone', asked);
      expect(reply?.from).toBe(CABLE);
      expect(reply?.port).toBe(5353);
      const { bytes } = reply as Reply;
      // Id, "answer, authoritative", one question, one answer.
      expect(bytes.subarray(0, 12).toString('hex')).toBe('123484000001000100000000');
      expect(bytes.subarray(12, 12 + asked.length).equals(asked)).toBe(true);
      const rest = bytes.subarray(12 + asked.length);
      const afterName = rest.subarray(rest.indexOf(0) + 1);
      expect(afterName.readUInt16BE(0), 'type A').toBe(1);
      expect(afterName.readUInt16BE(2), 'class IN, without the flush bit').toBe(1);
      expect(afterName.readUInt32BE(4), 'seconds').toBeLessThanOrEqual(10);
      expect(afterName.subarray(8).toString('hex')).toBe(
        `0004${Buffer.from(CABLE.split('.').map(Number)).toString('hex')}`,
      );
    }
  },
);

test.skipIf(!canMakeNetworks)('[FIND-15] asked for an address of IPv6, the hub says at once that there is none', () => {
  const asked = question('manchengo.local', 'AAAA');
  const [reply] = ask('phone', asked);
  expect(reply?.bytes.toString('hex')).toBe(`123484000001000000000000${asked.toString('hex')}`);
});

test.skipIf(!canMakeNetworks)(
  '[FIND-17] on a PC with two networks each phone is given the address of its own, and no other answer',
  () => {
    for (const [phone, own] of [
      ['phone', CABLE],
      ['far', WIFI],
    ] as const) {
      const replies = ask(phone, question('manchengo.local', 'A'), 5);
      const addresses = replies.map(({ bytes }) => [...bytes.subarray(-4)].join('.'));
      expect(addresses).toEqual([own, own, own, own, own]);
    }
  },
);

test.skipIf(!canMakeNetworks)(
  '[FIND-16] a hub whose own name another machine answers for does not announce it',
  async () => {
    const since = heard.length;
    const twin = network.run('beside', 'yard-hub.ts', TWIN, 'ORN');
    await eventually(
      () => heardFrom(BESIDE, since).filter(({ probed }) => probed.includes(hostOf(TWIN))),
      (probes) => probes.length >= 2,
      'it probes again and again',
    );
    expect(heardFrom(BESIDE, since).filter(says(hostOf(TWIN)))).toEqual([]);
    const found = ask('phone', question(hostOf(TWIN), 'A'), 3).map(({ from }) => from);
    expect(found).toEqual([CABLE, CABLE, CABLE]);
    twin.kill('SIGTERM');
    await once(twin, 'exit');
  },
);

test.skipIf(!canMakeNetworks)('[FIND-16] a hub probes three times for its own names before it says them', async () => {
  const since = heard.length;
  other = network.run('beside', 'yard-hub.ts', OTHER, 'ORN');
  await eventually(
    () => heardFrom(BESIDE, since),
    (all) => all.some(says(hostOf(OTHER))),
    'it is announced',
  );
  const all = heardFrom(BESIDE, since);
  const before = all.slice(0, all.findIndex(says(hostOf(OTHER))));
  const instance = `Manchengo ORN ${OTHER.slice(0, 8)}._manchengo-hub._tcp.local`;
  const probes = before.filter(({ probed }) => probed.includes(hostOf(OTHER)) && probed.includes(instance));
  expect(probes).toHaveLength(3);
  expect(before.flatMap(({ records }) => records)).toEqual([]);
});

test.skipIf(!canDig)('[FIND-14] dig is answered, for an address and for none', () => {
  // By the hub's own address: since 9.18 dig hears an answer only from where it asked, which a multicast address is not.
  const dig = (...words: string[]) =>
    network.tool('phone', 'dig', '-p', '5353', `@${BESIDE}`, '+time=3', '+tries=1', ...words);
  const found = dig(hostOf(OTHER));
  expect(found.stdout + found.stderr).not.toMatch(/mismatch|timed out|malformed/i);
  expect(found.stdout).toMatch(new RegExp(`^${hostOf(OTHER)}\\.\\s+10\\s+IN\\s+A\\s+${BESIDE}$`, 'm'));
  const none = dig(hostOf(OTHER), 'AAAA');
  expect(none.stdout).toMatch(/status: NOERROR[\s\S]*ANSWER: 0/);
  expect(dig('+short', '_manchengo-hub._tcp.local', 'PTR').stdout).toContain('_manchengo-hub._tcp.local.');
});

const SERVICE = '_manchengo-hub._tcp';
test.skipIf(!hasAvahi)(
  '[FIND-18] avahi finds a hub, and has forgotten it as soon as the hub says goodbye',
  async () => {
    const avahi = await startAvahi(network, 'phone');
    try {
      for (const [name, address] of [
        ['manchengo.local', CABLE],
        [hostOf(OTHER), BESIDE],
      ] as const) {
        expect(avahi.tool('avahi-resolve', '-4', '-n', name).stdout).toBe(`${name}\t${address}\n`);
      }
      const browse = () => avahi.tool('avahi-browse', '--resolve', '--parsable', '--terminate', SERVICE).stdout;
      await eventually(browse, (list) => list.includes(`;${BESIDE};8443;`), 'avahi lists it');
      other.kill('SIGTERM');
      await once(other, 'exit');
      // A record whose goodbye was heard lives one more second (RFC 6762, 10.1).
      await eventually(
        browse,
        (list) => !list.includes('Manchengo\\032ORN') && list.includes('Manchengo\\032ALG'),
        'it is gone',
      );
    } finally {
      avahi.forget();
    }
  },
);

test.skipIf(!canMakeNetworks)(
  '[FIND-18] a hub that ends takes back its service, its own name and the app’s',
  async () => {
    const since = heard.length;
    hub.kill('SIGTERM');
    expect(await once(hub, 'exit')).toEqual([0, null]);
    const goodbye = await eventually(
      () => heardFrom(CABLE, since).flatMap(({ records }) => records.filter(({ ttl }) => ttl === 0)),
      (all) => all.length > 0,
      'it says goodbye',
    );
    const instance = `Manchengo ALG ${HUB.slice(0, 8)}.${SERVICE}.local`;
    expect(goodbye.map(({ type, name }) => `${type} ${name}`)).toEqual([
      `PTR ${SERVICE}.local`,
      `SRV ${instance}`,
      `TXT ${instance}`,
      `A ${hostOf(HUB)}`,
      'A manchengo.local',
    ]);
  },
);
