import { expect, test } from 'vitest';
import { answerTo } from './answers.ts';
import { recordsOfLink } from './mdns-socket.ts';
import {
  addressesFor,
  claimsToOwn,
  goodbyeOf,
  neighbourOf,
  probeFor,
  recordsOf,
  SERVICE,
  serviceOf,
  withoutService,
} from './records.ts';

const hub = { hubId: '0193f3a0-0000-7000-8000-000000000001', depot: 'ALG', port: 8443 };
const HOST = 'manchengo-0193f3a0.local';
const INSTANCE = 'Manchengo ALG 0193f3a0._manchengo-hub._tcp.local';
const records = recordsOf(hub, '10.0.0.1', { own: true, appName: null });
const withApp = recordsOf(hub, '10.0.0.1', { own: true, appName: 'manchengo.local' });

test('[FIND-6] a search is answered with all that it takes to call the hub', () => {
  const answer = answerTo({ questions: [{ name: SERVICE, type: 'PTR' }] }, records);
  expect(addressesFor(answer ?? {}, HOST)).toEqual([{ address: '10.0.0.1', isGoodbye: false }]);
  expect(neighbourOf(serviceOf(hub))).toEqual({ hub: hub.hubId, depot: 'ALG', host: HOST, port: 8443 });
});

test('[FIND-6] what is not its own it leaves unanswered, and a half introduction is nobody', () => {
  expect(answerTo({ questions: [{ name: 'printer.local', type: 'A' }] }, records)).toBeNull();
  for (const part of ['hub', 'depot']) {
    const { [part]: _, ...txt } = serviceOf(hub).txt;
    expect(neighbourOf({ ...serviceOf(hub), txt })).toBeNull();
  }
});

test('[FIND-17] of a packet of the library’s only what is true on this link leaves, each record as the only one of its name', () => {
  const plain = records.map(({ flush: _, ...record }) => record);
  const elsewhere = { name: HOST, type: 'A', ttl: 120, data: '192.168.1.1' };
  const said = recordsOfLink([...plain, elsewhere], '10.0.0.1');
  expect(said?.answers).toEqual(records);
  expect(recordsOfLink({ answers: [elsewhere] }, '10.0.0.1')).toBeNull();
});

test('[FIND-18] a hub that goes does not take back that there are hubs; what it publishes is taken back once', () => {
  const { answers = [] } =
    recordsOfLink(
      records.map((record) => ({ ...record, ttl: 0 })),
      '10.0.0.1',
    ) ?? {};
  expect(answers.map(({ name }) => name)).toEqual([SERVICE, INSTANCE, INSTANCE, HOST]);
  expect(withoutService(withApp, hub).map(({ name }) => name)).toEqual(['manchengo.local']);
});

test('[FIND-7] only who holds the app’s name answers for it, however it is spelt', () => {
  const query = { questions: [{ name: 'Manchengo.LOCAL', type: 'A' }] };
  expect(answerTo(query, records)).toBeNull();
  const held = answerTo(query, withApp);
  expect(addressesFor(held ?? {}, 'manchengo.local')).toEqual([{ address: '10.0.0.1', isGoodbye: false }]);
});

test('[FIND-16] a probe asks for each name of its own and says what would be announced, with no flush', () => {
  const probe = probeFor(records);
  expect(probe.questions).toEqual([
    { name: INSTANCE, type: 'ANY' },
    { name: HOST, type: 'ANY' },
  ]);
  expect(probe.authorities?.map(({ name, type, flush }) => [name, type, flush])).toEqual([
    [INSTANCE, 'SRV', false],
    [INSTANCE, 'TXT', false],
    [HOST, 'A', false],
  ]);
  expect(recordsOf(hub, '10.0.0.1', { own: false, appName: null })).toEqual([]);
});

test('[FIND-16] another machine under its own host or service is heard as a rival; its own word is not', () => {
  const twin = recordsOf(hub, '10.0.0.9', { own: true, appName: null });
  expect(claimsToOwn({ answers: twin }, hub, '10.0.0.9')).toEqual([{ address: '10.0.0.9', isGoodbye: false }]);
  const elsewhere = { name: INSTANCE, type: 'SRV', ttl: 120, data: { port: 1, target: 'other.local' } };
  expect(claimsToOwn({ answers: [elsewhere] }, hub, '10.0.0.8')).toEqual([{ address: '10.0.0.8', isGoodbye: false }]);
  expect(claimsToOwn({ authorities: probeFor(twin).authorities ?? [] }, hub, '10.0.0.9')).toHaveLength(1);
});

test('[FIND-18] a goodbye takes back service, own name and app’s name, and leaves that there are hubs at all', () => {
  const { answers = [] } = goodbyeOf(withApp);
  expect(answers.every(({ ttl }) => ttl === 0)).toBe(true);
  expect(answers.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'PTR _manchengo-hub._tcp.local',
    `SRV ${INSTANCE}`,
    `TXT ${INSTANCE}`,
    `A ${HOST}`,
    'A manchengo.local',
  ]);
});
