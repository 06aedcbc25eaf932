import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { CLIENT, DELIVERY, DEPOT, said, someFacts, validation } from '../../testing/decision-facts.ts';
import { testIds } from '../../testing/test-device.ts';
import type { DatedPrice } from '../price-for.ts';
import { totalsOf } from '../totals.ts';
import { decide } from './decide.ts';
import type { Candidate, ClientFact, Facts } from './facts.ts';

type Line = { product_id: number; quantity: number; unit_price_ht: number; tva_rate: number };
const ORDERED: Line[] = [
  { product_id: 1, quantity: 10, unit_price_ht: 1_000, tva_rate: 19 },
  { product_id: 2, quantity: 4, unit_price_ht: 500, tva_rate: 9 },
];

/** A seller's invoice whose sums are those of its lines. */
const invoice = (lines: Line[], more: object = {}): Candidate =>
  said(3, 'INVOICE_CREATED', testIds.uuid(), {
    client_id: CLIENT,
    lines,
    ...totalsOf(lines, 'CREDIT'),
    payment: 'CREDIT',
    ...more,
  });
const ofNote = (lines: Line[] = ORDERED, more: object = {}) => invoice(lines, { delivery_id: DELIVERY, ...more });

function decided(candidates: Candidate[], facts: Facts = someFacts()) {
  const plan = decide(candidates, new Map(), facts, () => testIds.uuid());
  const last = plan.verdicts.at(-1)?.verdict;
  return {
    outcome: last && 'code' in last ? last.code : last?.status,
    kinds: plan.alerts.map(({ kind }) => kind),
    details: plan.alerts.at(-1)?.details,
    invoice: plan.invoices.at(-1),
  };
}

test('[INV-5] an invoice names the client of its delivery note: another one is no copy to be kept', () => {
  const facts = someFacts();
  const other = testIds.uuid();
  facts.clients.set(other, { ...(facts.clients.get(CLIENT) as ClientFact), id: other });
  expect(decided([ofNote(ORDERED, { client_id: other })], facts).outcome).toBe('INVALID');
});

test('[INV-5] a cancelled note is not invoiced', () => {
  const facts = someFacts();
  const delivery = facts.deliveries.get(DELIVERY);
  if (delivery) delivery.status = 'CANCELLED';
  expect(decided([ofNote()], facts).outcome).toBe('DELIVERY_CANCELLED');
});

test('[INV-6] the invoice of a delivered note with its very lines is told to nobody', () => {
  expect(decided([validation(1), ofNote()])).toMatchObject({ outcome: 'APPLIED', kinds: ['STOCK_SHORTFALL'] });
});

test('[INV-6] an invoice that says more than its note delivered stands, and HQ is told', () => {
  const partly = validation(1, {
    lines: [
      { product_id: 1, delivered: 8 },
      { product_id: 2, delivered: 0 },
    ],
  });
  const { outcome, kinds, details } = decided([partly, ofNote([{ ...ORDERED[0], quantity: 10 } as Line])]);
  expect({ outcome, kinds }).toEqual({ outcome: 'APPLIED', kinds: ['INVOICE_NOTE_DIFFERS'] });
  expect(details).toEqual({ product_id: 1, delivered: 8, invoiced: 10, lines: 1, delivery_id: DELIVERY });
});

test.each(['PENDING', 'FAILED'] as const)('[INV-6] so is the invoice of a note that is %s', (status) => {
  const facts = someFacts();
  const delivery = facts.deliveries.get(DELIVERY);
  if (delivery) delivery.status = status;
  const { outcome, kinds, details } = decided([ofNote()], facts);
  expect({ outcome, kinds }).toEqual({ outcome: 'APPLIED', kinds: ['INVOICE_NOTE_DIFFERS'] });
  expect(details).toMatchObject({ delivered: 0, invoiced: 10, lines: 2 });
});

test('[INV-7] a rate that the product never had is replaced by its own; both totals are kept', () => {
  const { outcome, kinds, details, invoice: made } = decided([invoice([{ ...ORDERED[0], tva_rate: 0 } as Line])]);
  expect({ outcome, kinds }).toEqual({ outcome: 'APPLIED', kinds: ['TOTALS_DIFFER'] });
  expect(details).toMatchObject({ rate: { product_id: 1, claimed: 0, booked: 19 } });
  expect(made).toMatchObject({ total_tva: 1_900, lines: [{ tva_rate: 19 }], claimed: { total_tva: 0 } });
});

test('[INV-7] a rate of the last thirty days stands, and so does that of the delivery note', () => {
  const facts = someFacts();
  facts.products.set(1, {
    price_ht: 1_000,
    tva_rate: 9,
    is_active: true,
    price_lists: [],
    tva_rates: [],
    recent: [{ price_ht: 1_000, tva_rate: 19 }],
  });
  facts.products.set(2, { price_ht: 500, tva_rate: 19, is_active: true, price_lists: [], tva_rates: [], recent: [] });
  expect(decided([validation(1), ofNote()], facts).kinds).toEqual(['STOCK_SHORTFALL']);
});

test.each([
  [1_000, []],
  [1_050, []],
  [950, []],
  [1_051, ['PRICE_DIFFERS']],
  [949, ['PRICE_DIFFERS']],
  [1_260, []],
  [0, ['PRICE_DIFFERS']],
])(
  '[INV-8] a price of %i stands as signed, and is told beyond the tolerance of any price valid lately: %j',
  (price, kinds) => {
    const facts = someFacts();
    facts.products.set(1, {
      price_ht: 1_000,
      tva_rate: 19,
      is_active: true,
      price_lists: [],
      tva_rates: [],
      recent: [{ price_ht: 1_200, tva_rate: 19 }],
    });
    expect(facts.priceTolerancePercent).toBe(LIMITS.priceTolerancePercent);
    const result = decided([invoice([{ product_id: 1, quantity: 2, unit_price_ht: price, tva_rate: 19 }])], facts);
    expect({ outcome: result.outcome, kinds: result.kinds }).toEqual({ outcome: 'APPLIED', kinds });
    expect(result.invoice).toMatchObject({ total_ht: 2 * price, claimed: null });
  },
);

test('[INV-8] a price is held against the lists of its client, as they were on the day on which it was recorded', () => {
  const kinds = (price: number, price_lists: DatedPrice[], kind: 'WHOLESALER' | null = 'WHOLESALER') => {
    const facts = someFacts();
    facts.products.set(1, { price_ht: 1_000, tva_rate: 19, is_active: true, price_lists, tva_rates: [], recent: [] });
    const client = facts.clients.get(CLIENT);
    if (client) client.kind = kind;
    return decided([invoice([{ product_id: 1, quantity: 2, unit_price_ht: price, tva_rate: 19 }])], facts).kinds;
  };
  const wholesale = { client_kind: 'WHOLESALER', price_ht: 800, since: '2026-01-01' };
  expect(kinds(800, [wholesale])).toEqual([]);
  expect(kinds(1_000, [wholesale]), 'the list was in force all the while').toEqual(['PRICE_DIFFERS']);
  expect(kinds(800, [wholesale], null), 'it is no wholesaler').toEqual(['PRICE_DIFFERS']);
  // Recorded on 2026-11-22: a phone may not have heard yet of what changed lately, and of nothing that comes later.
  expect(kinds(1_000, [{ ...wholesale, since: '2026-11-20' }])).toEqual([]);
  expect(kinds(800, [{ ...wholesale, until: '2026-11-01' }])).toEqual([]);
  expect(kinds(800, [{ ...wholesale, until: '2026-10-01' }])).toEqual(['PRICE_DIFFERS']);
  expect(kinds(800, [{ ...wholesale, since: '2026-11-23' }])).toEqual(['PRICE_DIFFERS']);
  expect(kinds(600, [wholesale, { client_id: CLIENT, price_ht: 600, since: '2026-01-01' }])).toEqual([]);
});

test('[INV-8] a product that was taken off sale is invoiced by a phone that had not heard of it; HQ is told', () => {
  const facts = someFacts();
  facts.products.set(1, {
    price_ht: 1_000,
    tva_rate: 19,
    is_active: false,
    price_lists: [],
    tva_rates: [],
    recent: [],
  });
  expect(decided([invoice([ORDERED[0] as Line])], facts)).toMatchObject({
    outcome: 'APPLIED',
    kinds: ['INACTIVE_PRODUCT'],
    details: { product_id: 1, lines: 1 },
  });
});

test('[INV-4] a delivered note and its invoice take the goods once', () => {
  const facts = someFacts();
  const before = facts.stock.get(`${DEPOT}:1`) ?? 0;
  const twice = decided([validation(1), ofNote(ORDERED, { handed_over: true })], facts);
  expect(twice.outcome).toBe('INVALID');
  expect(facts.stock.get(`${DEPOT}:1`)).toBe(before - 10);
});
