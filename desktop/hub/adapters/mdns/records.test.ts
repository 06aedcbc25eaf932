import { expect, test } from 'vitest';
import { addressesFor, answerTo, neighboursIn, recordsOf, SEARCH } from './records.ts';

const hub = { hubId: '0193f3a0-0000-7000-8000-000000000001', depot: 'ALG', port: 8443 };
const records = recordsOf(hub, '10.0.0.1', null);

test('[FIND-6] a search is answered with all that it takes to call the hub', () => {
  const answer = answerTo(SEARCH, records);
  expect(neighboursIn(answer ?? {})).toEqual([
    { hub: hub.hubId, depot: 'ALG', host: 'manchengo-0193f3a0.local', port: 8443 },
  ]);
  expect(addressesFor(answer ?? {}, 'manchengo-0193f3a0.local')).toEqual([{ address: '10.0.0.1', isGoodbye: false }]);
});

test('[FIND-6] what is not its own it leaves unanswered, and a half introduction is nobody', () => {
  expect(answerTo({ questions: [{ name: 'printer.local', type: 'A' }] }, records)).toBeNull();
  expect(neighboursIn({ answers: records.filter(({ type }) => type !== 'SRV') })).toEqual([]);
});

test('[FIND-7] only who holds the app’s name answers for it, however it is spelt', () => {
  const query = { questions: [{ name: 'Manchengo.LOCAL', type: 'A' }] };
  expect(answerTo(query, records)).toBeNull();
  const held = answerTo(query, recordsOf(hub, '10.0.0.1', 'manchengo.local'));
  expect(addressesFor(held ?? {}, 'manchengo.local')).toEqual([{ address: '10.0.0.1', isGoodbye: false }]);
});
