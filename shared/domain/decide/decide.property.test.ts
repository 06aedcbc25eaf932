import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLIENT, DELIVERY, DEPOT, said, someFacts, validation } from '../../testing/decision-facts.ts';
import { testIds } from '../../testing/test-device.ts';
import { decide } from './decide.ts';
import type { Candidate, Facts } from './facts.ts';
import { stockKey } from './facts.ts';
import type { Plan } from './plan.ts';

const PRODUCTS = [1, 2];
const run = (candidates: Candidate[], facts: Facts): Plan => decide(candidates, new Map(), facts, () => testIds.uuid());

const someone = fc.constantFrom(1, 2, 3, 4, 9);
const quantity = fc.integer({ min: 0, max: 12 });

/** A delivery confirmed in full, in parts, or with more than was ordered; by whomever. */
const confirmation = fc
  .record({ user: someone, lines: fc.option(fc.tuple(quantity, quantity), { nil: undefined }) })
  .map(({ user, lines }) =>
    validation(user, lines ? { lines: PRODUCTS.map((product_id, n) => ({ product_id, delivered: lines[n] })) } : {}),
  );

/** A sale, from the van or not, of this delivery or not. */
const sale = fc
  .record({
    user: someone,
    sold: fc.integer({ min: 1, max: 60 }),
    product: fc.constantFrom(...PRODUCTS),
    handed_over: fc.boolean(),
    ofDelivery: fc.boolean(),
  })
  .map(({ user, sold, product, handed_over, ofDelivery }) =>
    said(user, 'INVOICE_CREATED', testIds.uuid(), {
      client_id: CLIENT,
      lines: [{ product_id: product, quantity: sold, unit_price_ht: 100, tva_rate: 19 }],
      total_ht: 0,
      total_tva: 0,
      stamp_duty: 0,
      total_ttc: 0,
      payment: 'CREDIT',
      handed_over,
      ...(ofDelivery ? { delivery_id: DELIVERY } : {}),
    }),
  );

const failure = someone.map((user) => said(user, 'DELIVERY_FAILED', DELIVERY, { reason: 'ABSENT' }));
const anything = fc.oneof(confirmation, sale, sale, failure);

/** What an applied event took of a product, by its own words and nothing of the decision's. */
function takenBy({ event }: Candidate, product: number): number {
  const { lines, handed_over } = event.payload as {
    lines?: { product_id: number; delivered?: number; quantity?: number }[];
    handed_over?: boolean;
  };
  const line = lines?.find(({ product_id }) => product_id === product);
  if (event.action === 'DELIVERY_VALIDATED') return lines ? (line?.delivered ?? 0) : ({ 1: 10, 2: 4 }[product] ?? 0);
  return handed_over === true ? (line?.quantity ?? 0) : 0;
}

/** Decides in portions, as batches come in, and gives all the plans. */
function inPortions(candidates: Candidate[], portion: number, facts: Facts): Plan[] {
  const plans: Plan[] = [];
  for (let at = 0; at < candidates.length; at += portion) plans.push(run(candidates.slice(at, at + portion), facts));
  return plans;
}

const sum = <T>(list: T[], quantityOf: (item: T) => number): number =>
  list.reduce((total, item) => total + quantityOf(item), 0);

test('[STK-3] whatever is said in whatever portions, stock is what there was less what was taken, and the sum of its lots', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 15 }), fc.integer({ min: 1, max: 5 }), (candidates, portion) => {
      const facts = someFacts();
      const before = new Map(facts.stock);
      const plans = inPortions(candidates, portion, facts);
      const applied = plans.flatMap(({ verdicts }) => verdicts.filter(({ verdict }) => verdict.status === 'APPLIED'));
      const moves = plans.flatMap((plan) => plan.moves);
      for (const product of PRODUCTS) {
        const key = stockKey(DEPOT, product);
        const lots = facts.lots.get(key) ?? [];
        const taken = sum(applied, ({ candidate }) => takenBy(candidate, product));
        const moved = sum(moves, (move) => (lots.some(({ id }) => id === move.lot_id) ? move.quantity : 0));
        expect(facts.stock.get(key)).toBe((before.get(key) ?? 0) - taken);
        expect(sum(lots, (lot) => lot.remaining_quantity)).toBe(facts.stock.get(key));
        expect(moved + taken).toBe(0);
        expect(lots.filter((lot) => lot.remaining_quantity < 0).length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 300 },
  );
});

test('[DLV-1] in any order and in any portions a delivery has one winner, the first that may, and all others hear of it', () => {
  const crew = fc.uniqueArray(fc.constantFrom(1, 2, 3), { minLength: 1 });
  const attempts = crew.chain((users) => fc.array(fc.constantFrom(...users), { minLength: 1, maxLength: 12 }));
  fc.assert(
    fc.property(attempts, fc.integer({ min: 1, max: 4 }), (users, portion) => {
      const facts = someFacts();
      const plans = inPortions(
        users.map((user) => validation(user)),
        portion,
        facts,
      );
      const movers = new Set(plans.flatMap(({ moves }) => moves.map(({ event_id }) => event_id)));
      const verdicts = plans.flatMap((plan) => plan.verdicts);
      const [first, ...rest] = verdicts;
      expect(first?.verdict).toEqual({ status: 'APPLIED' });
      for (const { verdict } of rest) {
        expect(verdict).toMatchObject({
          code: 'ALREADY_VALIDATED',
          resolution: { action: 'DISCARD_LOCAL', data: { validated_by: { user_id: users[0] } } },
        });
      }
      expect([...movers]).toEqual([first?.candidate.event.id]);
    }),
  );
});

test('[INV-1] batches that are aborted, and invoices that are refused, leave no gap in the numbers', () => {
  const batch = fc.record({ candidates: fc.array(anything, { maxLength: 6 }), aborted: fc.boolean() });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
      let committed = someFacts();
      const last = committed.invoiceCounters.get(DEPOT) ?? 0;
      const numbers: number[] = [];
      for (const { candidates, aborted } of batches) {
        const facts = structuredClone(committed);
        const plan = run(candidates, facts);
        if (aborted) continue;
        committed = facts;
        numbers.push(...plan.invoices.map(({ reference }) => Number(reference.slice(-6))));
      }
      expect(numbers).toEqual(numbers.map((_, n) => last + 1 + n));
      expect(committed.invoiceCounters.get(DEPOT)).toBe(last + numbers.length);
    }),
  );
});
