import { expect, test } from 'vitest';
import { answerTo, legacyAnswerTo } from './answers.ts';
import { recordsOf, SERVICE } from './records.ts';

const hub = { hubId: '0193f3a0-0000-7000-8000-000000000001', depot: 'ALG', port: 8443 };
const records = recordsOf(hub, '10.0.0.1', { own: true, appName: 'manchengo.local' });
const asks = (name: string, type: string, further = {}) => ({ id: 4711, questions: [{ name, type, ...further }] });

test('[FIND-14] a simple resolver is answered as by a name server: its id, its question, ten seconds, no flush', () => {
  expect(legacyAnswerTo(asks('Manchengo.Local', 'A'), records)).toEqual({
    id: 4711,
    questions: [{ name: 'Manchengo.Local', type: 'A', class: 'IN' }],
    answers: [{ name: 'manchengo.local', type: 'A', ttl: 10, flush: false, data: '10.0.0.1' }],
    additionals: [],
  });
});

test('[FIND-14] a simple resolver that looks for the service hears everything with the same marks', () => {
  const answer = legacyAnswerTo({ id: 7, questions: [{ name: SERVICE, type: 'PTR' }] }, records);
  const all = [...(answer?.answers ?? []), ...(answer?.additionals ?? [])];
  expect(all.map(({ type }) => type)).toEqual(['PTR', 'SRV', 'TXT', 'A', 'A']);
  expect(all.every(({ flush, ttl }) => flush === false && ttl === 10)).toBe(true);
});

test('[FIND-15] an address of IPv6 is denied: by an empty answer to a simple resolver, by NSEC to everybody', () => {
  for (const type of ['AAAA', 'HTTPS', 'TXT']) {
    const simple = legacyAnswerTo(asks('manchengo.local', type), records);
    expect(simple).toMatchObject({ id: 4711, questions: [{ type }], answers: [], additionals: [] });
    expect(answerTo(asks('manchengo.local', type), records)?.answers).toEqual([
      {
        name: 'manchengo.local',
        type: 'NSEC',
        ttl: 120,
        flush: true,
        data: { nextDomain: 'manchengo.local', rrtypes: ['A'] },
      },
    ]);
  }
  const both = answerTo({ questions: ['A', 'AAAA'].map((type) => ({ name: 'manchengo.local', type })) }, records);
  expect(both?.answers?.map(({ type }) => type)).toEqual(['A', 'NSEC']);
  expect(both?.additionals).toEqual([]);
});

test('[FIND-15] what is not ours, or is everybody’s, is not denied', () => {
  for (const [name, type] of [
    ['printer.local', 'AAAA'],
    ['_manchengo-hub._tcp.local', 'AAAA'],
    ['_manchengo-hub._tcp.local', 'TXT'],
  ] as const) {
    expect(answerTo(asks(name, type), records)).toBeNull();
    expect(legacyAnswerTo(asks(name, type), records)).toBeNull();
  }
});

test('[FIND-14] a question that wants a unicast answer is one; one of another class is not ours', () => {
  const answered = legacyAnswerTo(asks('manchengo.local', 'A', { class: 'UNKNOWN_32769' }), records);
  expect(answered).toMatchObject({ questions: [{ class: 'IN' }], answers: [{ data: '10.0.0.1' }] });
  expect(legacyAnswerTo(asks('manchengo.local', 'A', { class: 'CH' }), records)).toBeNull();
});
