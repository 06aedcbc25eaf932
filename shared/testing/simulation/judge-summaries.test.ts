import { expect, test } from 'vitest';
import { summaryFaults } from './judge-summaries.ts';
import type { Made } from './ledger.ts';
import type { Held, HeldSummary, ServerFixture } from './server-fixture.ts';

const note = (id: string, client_id = 'c1') => ({
  ...{ id, depot_id: 1, driver_user_id: 1, client_id, status: 'VALIDATED' },
  lines: [{ product_id: 1, quantity: 3, unit_price_ht: 101, tva_rate: 19 }],
});
const invoice = { id: 'i1', reference: 'FAC-ALG-2026-000001', depot_id: 1, client_id: 'c1', payment: 'CREDIT' };
const validated = [{ entity_id: 'n1', payload: { lines: [{ product_id: 1, delivered: 2 }] } }] as unknown as Made[];

/** HQ with three notes, one of which a phone has invoiced, and what it makes of the two that are left. */
function faultsWith(summaries: HeldSummary[], { isMade = true, owed = 600 } = {}): Promise<string[]> {
  let asked = 0;
  const held = () =>
    ({
      deliveries: [note('n1'), note('n2'), note('n3')],
      invoices: [{ ...invoice, delivery_id: 'n3', total_ttc: 361 }],
      clients: [{ id: 'c1', balance: asked === 0 ? 0 : owed }],
    }) as unknown as Held;
  const fixture = {
    held: async () => held(),
    summarise: async (ids: string[]) => {
      asked += 1;
      return isMade && ids.join() === 'n1,n2';
    },
    summaries: async () => summaries,
  } as unknown as ServerFixture;
  return summaryFaults(fixture, {} as never, validated);
}

// 5 × 101 = 505, and 19 % of it rounded half up once: 95,95 is 96.
const right: HeldSummary = {
  ...{ reference: 'FAC-ALG-2026-000002', client_id: 'c1', depot_id: 1, delivery_ids: ['n1', 'n2'] },
  ...{ total_ht: 505, total_tva: 96, total_ttc: 601 },
};

test('[SIM-1] the judge of summaries finds nothing where each free note stands on one, with its sums', async () => {
  expect(await faultsWith([right], { owed: 601 })).toEqual([]);
});

test.each<[string, HeldSummary[], object, RegExp]>([
  ['a sum that is wrong', [{ ...right, total_tva: 95, total_ttc: 600 }], {}, /and its notes come to 601/],
  ['a note on two', [right, right], { owed: 1202 }, /n1 stands on two invoices/],
  ['a note that a phone has invoiced', [{ ...right, delivery_ids: ['n1', 'n2', 'n3'] }], {}, /n3 stands on two/],
  ['a debt that is not booked', [right], { owed: 0 }, /owes 0, and should owe 601/],
  ['notes that nobody sums up', [], { isMade: false, owed: 0 }, /n1,n2 were not summed up/],
])('[SIM-1] the judge of summaries sees %s', async (_name, summaries, options, fault) => {
  expect((await faultsWith(summaries, options)).join('\n')).toMatch(fault);
});
