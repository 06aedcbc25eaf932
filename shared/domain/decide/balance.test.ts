import { expect, test } from 'vitest';
import { CLIENT, DELIVERY, DEPOT, NOW, said, someFacts, validation } from '#shared/testing/decision-facts.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { totalsOf } from '../totals.ts';
import { decide } from './decide.ts';
import type { Candidate, Facts } from './facts.ts';

const run = (candidates: Candidate[], facts: Facts = someFacts()) =>
  decide(candidates, new Map(), facts, () => testIds.uuid());

const LINES = [{ product_id: 1, quantity: 2, unit_price_ht: 1_000, tva_rate: 19 }];
const invoice = (payment: 'CASH' | 'CREDIT', more: object = {}): Candidate => {
  const { total_ht, total_tva, stamp_duty, total_ttc } = totalsOf(LINES, payment);
  const totals = { total_ht, total_tva, stamp_duty, total_ttc };
  return said(1, 'INVOICE_CREATED', testIds.uuid(), { client_id: CLIENT, lines: LINES, payment, ...totals, ...more });
};
const TOTAL = totalsOf(LINES, 'CREDIT').total_ttc;
const IN_CASH = totalsOf(LINES, 'CASH').total_ttc;

const balanceAfter = (...candidates: Candidate[]): number | undefined => {
  const facts = someFacts();
  const plan = run(candidates, facts);
  expect(plan.verdicts.map(({ verdict }) => verdict.status)).toEqual(candidates.map(() => 'APPLIED'));
  const balance = facts.clients.get(CLIENT)?.balance;
  expect(plan.ledger.reduce((sum, { amount }) => sum + amount, 0)).toBe(balance);
  return balance;
};

test('[BAL-1] what is invoiced is owed, what is collected is paid, and cash without a delivery is paid at once', () => {
  expect(balanceAfter(invoice('CREDIT'))).toBe(TOTAL);
  expect(balanceAfter(invoice('CASH'))).toBe(0);
  expect(balanceAfter(validation(1, { cash_collected: 500 }))).toBe(-500);
  expect(balanceAfter(validation(1, { cash_collected: 0 }))).toBe(0);
  const bound = invoice('CASH', { delivery_id: DELIVERY });
  expect(balanceAfter(bound)).toBe(IN_CASH);
  expect(balanceAfter(bound, validation(1, { cash_collected: IN_CASH }))).toBe(0);
  expect(balanceAfter(validation(1, { cash_collected: 300 }), bound, invoice('CREDIT'))).toBe(IN_CASH + TOTAL - 300);
});

test('[BAL-1] a delivery that lost the race books nothing, and nothing is booked twice', () => {
  const facts = someFacts();
  const plan = run([validation(1, { cash_collected: 500 }), validation(2, { cash_collected: 700 })], facts);
  expect(plan.ledger).toEqual([{ kind: 'COLLECTED', source_id: DELIVERY, client_id: CLIENT, amount: -500 }]);
  expect(facts.clients.get(CLIENT)?.balance).toBe(-500);
});

test('[BAL-2] a batch tells of a client once, as it is behind its last event', () => {
  const renamed = said(3, 'CLIENT_UPDATED', CLIENT, { phone: '021 00 00 00' });
  const { changes } = run([invoice('CREDIT'), renamed, invoice('CREDIT')]);
  const told = changes.filter(({ action }) => action === 'CLIENT_UPSERTED');
  expect(told).toMatchObject([
    {
      entity_id: CLIENT,
      payload: { balance: 2 * TOTAL, balance_as_of: NOW, phone: '021 00 00 00' },
      audience: { depots: [DEPOT] },
    },
  ]);
  const paid = run([invoice('CASH')]).changes.filter(({ action }) => action === 'CLIENT_UPSERTED');
  expect(paid).toEqual([]);
});

test('[BAL-3] cash on the invoice and cash at the delivery are compared once both are there', () => {
  const alertsOf = (...candidates: Candidate[]) =>
    run(candidates).alerts.flatMap(({ kind, details }) => (kind === 'INVOICE_CASH_DIFFERS' ? [details] : []));
  const bound = invoice('CASH', { delivery_id: DELIVERY });
  const differs = [{ delivery_id: DELIVERY, invoiced: IN_CASH, collected: 300 }];
  expect(alertsOf(bound)).toEqual([]);
  expect(alertsOf(bound, validation(1, { cash_collected: 300 }))).toEqual(differs);
  expect(alertsOf(validation(1, { cash_collected: 300 }), bound)).toEqual(differs);
  expect(alertsOf(validation(1, { cash_collected: IN_CASH }), bound)).toEqual([]);
  expect(alertsOf(validation(1), invoice('CREDIT', { delivery_id: DELIVERY }))).toEqual([]);
});

test('[BAL-4] what a balance could not keep exactly is not booked', () => {
  const facts = someFacts();
  const client = facts.clients.get(CLIENT);
  if (!client) throw new Error('no client');
  const status = (balance: number) => {
    facts.clients.set(CLIENT, { ...client, balance });
    return run([invoice('CREDIT')], facts).verdicts[0]?.verdict.status;
  };
  expect(status(Number.MAX_SAFE_INTEGER - TOTAL + 1)).toBe('INVALID');
  expect(status(Number.MAX_SAFE_INTEGER - TOTAL)).toBe('APPLIED');
});

const ORDERED = 14_080;

/** What HQ is told of sales to a client who owes 10 DA and may owe so much. */
const beyond = (credit_limit: number | null, ...candidates: Candidate[]) => {
  const facts = someFacts();
  const client = facts.clients.get(CLIENT);
  if (client) facts.clients.set(CLIENT, { ...client, balance: 1_000, credit_limit });
  return run(candidates, facts).alerts.filter(({ kind }) => kind === 'OVER_CREDIT_LIMIT');
};

test('[SELL-7] HQ is told of an invoice that takes its client a centime over its limit, not of one that takes it to it', () => {
  expect(beyond(1_000 + TOTAL, invoice('CREDIT'))).toEqual([]);
  expect(beyond(null, invoice('CREDIT'))).toEqual([]);
  const sale = invoice('CREDIT');
  expect(beyond(999 + TOTAL, sale)).toMatchObject([
    {
      ...{ event_id: sale.event.id, subject: sale.event.id, depot_id: DEPOT },
      details: { client_id: CLIENT, total_ttc: TOTAL, owed: 1_000 + TOTAL, credit_limit: 999 + TOTAL },
    },
  ]);
  // Whoever is above it already, and pays at once, owes no more than before.
  expect(beyond(0, invoice('CASH'))).toEqual([]);
  // Two sales, each of which alone would not.
  expect(beyond(1_000 + TOTAL, invoice('CREDIT'), invoice('CREDIT'))).toHaveLength(1);
});

test('[SELL-7] of a delivery the goods count, less what was collected; with its invoice it is one sale', () => {
  const ofGoods = (credit_limit: number, payload: object) => beyond(credit_limit, validation(1, payload));
  expect(ofGoods(1_000 + ORDERED, {})).toEqual([]);
  expect(ofGoods(999 + ORDERED, {})).toMatchObject([
    { subject: DELIVERY, details: { total_ttc: ORDERED, owed: 1_000 + ORDERED, credit_limit: 999 + ORDERED } },
  ]);
  expect(ofGoods(999 + ORDERED, { cash_collected: 1 })).toEqual([]);
  const cheque = { bank: 'BNA', number: '7', amount: ORDERED - 500 };
  expect(ofGoods(1_499, { cheque })).toMatchObject([{ details: { owed: 1_500 } }]);
  expect(ofGoods(0, { cheque: { ...cheque, amount: ORDERED } })).toEqual([]);
  const bound = invoice('CREDIT', { delivery_id: DELIVERY });
  const subjects = (...candidates: Candidate[]) => beyond(1_000, ...candidates).map(({ subject }) => subject);
  expect(subjects(validation(1), bound)).toEqual([DELIVERY, DELIVERY]);
  expect(subjects(bound, validation(1))).toEqual([DELIVERY]);
  // What was paid at the door is not owed a second time by the invoice.
  expect(subjects(validation(1, { cash_collected: ORDERED }), invoice('CASH', { delivery_id: DELIVERY }))).toEqual([]);
});
