import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { publishedKey, serverKeyNumbers } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { sealTestFile } from '../testing/seal-test-file.ts';
import { openQueueFile } from './open-queue-file.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const published = publishedKey(serverKeyNumbers({ ...pair.publicKey.export({ format: 'jwk' }) })!, 'enc-ours');
const keys = { sealingKey: (kid: string) => (kid === 'enc-ours' ? pair.privateKey : null) };
const seal = (content: string, header?: object) => sealTestFile(content, [published], header);
const listOf = (count: number) => `{"v":1,"events":[${Array(count).fill('{}').join(',')}]}`;

test('[UNSENT-5] a file is read with the texts of its events as they were', async () => {
  const opened = await openQueueFile(await seal('{"v":1,"events":[{"id": 1.0},"x"]}'), keys);
  expect(opened).toMatchObject({ ok: true, value: [{ text: '{"id": 1.0}' }, { text: '"x"' }] });
});

test('[UNSENT-5] as many entries as a file may bring, and not one more', async () => {
  const most = await openQueueFile(await seal(listOf(LIMITS.queueFileEvents)), keys);
  expect(most.ok && most.value.length).toBe(LIMITS.queueFileEvents);
  const more = await openQueueFile(await seal(listOf(LIMITS.queueFileEvents + 1)), keys);
  expect(more).toMatchObject({ ok: false, error: { extra: { fault: 'TOO_MANY_EVENTS' } } });
});

test('[UNSENT-7] whatever is wrong with a file is told by its one fault', async () => {
  const good = await seal(listOf(1));
  const files: [string, string][] = [
    ['', 'NO_QUEUE_FILE'],
    ['name;price\nLben;100', 'NO_QUEUE_FILE'],
    ['a.b.c.d.e', 'NO_QUEUE_FILE'],
    [await seal(listOf(1), { typ: 'JWE' }), 'NO_QUEUE_FILE'],
    [await seal(listOf(1), { v: 2 }), 'NEWER_VERSION'],
    [await seal('of a form that comes later', { v: 2, kid: 'enc-later' }), 'NEWER_VERSION'],
    [await seal(listOf(1), { kid: 'enc-theirs' }), 'OTHER_COMPANY'],
    [good.slice(0, -30), 'DAMAGED'],
    [`${good.slice(0, -40)}AAAA${good.slice(-36)}`, 'DAMAGED'],
    [await seal('no JSON'), 'DAMAGED'],
    [await seal('{"v":1}'), 'DAMAGED'],
  ];
  const faults = await Promise.all(files.map(async ([file]) => openQueueFile(file, keys)));
  expect(faults.map((opened) => !opened.ok && opened.error.extra?.fault)).toEqual(files.map(([, fault]) => fault));
});
