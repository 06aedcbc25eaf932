import { expect, it } from 'vitest';
import type { TvaRuleRecord } from '#shared/contract/hq/tva-rules.ts';
import { isInForce } from './rule-in-force.ts';

const rule = (id: number, since: string, product_ids: number[]): TvaRuleRecord => ({
  ...{ id, since, product_ids, tva_rate: 9, reason: 'loi', user_name: 'Amel', created_at: '2026-11-01T10:00:00.000Z' },
  is_replaced: false,
});
const all = [rule(1, '2026-01-01', [1, 2]), rule(2, '2026-06-01', [1]), rule(3, '2027-01-01', [1, 2])];

it('[TVA-2] a rule holds from its day on, as long as one of its products has none that began later', () => {
  const holding = (today: string) => all.filter((each) => isInForce(each, all, today)).map(({ id }) => id);
  expect(holding('2025-12-31')).toEqual([]);
  expect(holding('2026-05-31')).toEqual([1]);
  expect(holding('2026-12-31')).toEqual([1, 2]);
  expect(holding('2027-01-01')).toEqual([3]);
});
