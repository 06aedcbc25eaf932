import { expect, it } from 'vitest';
import { ACT_NAMES } from '#shared/contract/hq/acts.ts';
import { actText, shownMembers } from './act-text.ts';

it('[CONSOLE-11] has words for every act that the server knows', () => {
  expect(ACT_NAMES.filter((what) => actText(what) === 'OTHER')).toEqual([]);
});

it('[CONSOLE-11] names each act that it knows, and tells what changed by members that people know', () => {
  expect(actText('DELIVERY_MOVED')).toBe('DELIVERY_MOVED');
  expect(actText('SOMETHING_NEW')).toBe('OTHER');
  expect(shownMembers({ price_ht: 100, scope_from: 3 }, { price_ht: 200, scope_from: 4 })).toEqual([
    { name: 'price_ht', form: 'money', before: 100, after: 200 },
  ]);
  expect(shownMembers({ depot_ids: [1] }, { depot_ids: [1, 2] })).toMatchObject([{ form: 'depots', after: [1, 2] }]);
  expect(shownMembers(null, { name: 'Nour' })).toEqual([{ name: 'name', form: 'text', before: null, after: 'Nour' }]);
});
