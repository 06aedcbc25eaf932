import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { CLIENT, DELIVERY, DEPOT, NOW, said, someFacts } from '#shared/testing/decision-facts.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { decide } from './decide.ts';
import type { Candidate, Facts } from './facts.ts';

const run = (candidates: Candidate[], facts: Facts = someFacts(), waiting = new Map<string, Candidate[]>()) =>
  decide(candidates, waiting, facts, () => testIds.uuid());
const payment = (payload: object = {}, id = testIds.uuid(), userId = 1): Candidate =>
  said(userId, 'PAYMENT_COLLECTED', id, { client_id: CLIENT, amount: 5_000, method: 'CASH', ...payload });
const endOf = (candidate: Candidate, facts?: Facts) => {
  const verdict = run([candidate], facts).verdicts[0]?.verdict;
  return verdict?.status === 'REJECTED' ? verdict.code : verdict?.status;
};

test('[PAY-1] what was collected is booked for its client, and told to its author and the depot', () => {
  const facts = someFacts();
  const cheque = { bank: 'BNA', number: '0012', due_on: '2026-12-01' };
  const event = payment({ method: 'CHEQUE', cheque, received_from: 'M. Amar' });
  const plan = run([event], facts);
  const id = event.event.entity_id;
  expect(plan.payments).toEqual([
    {
      ...{ id, client_id: CLIENT, amount: 5_000, method: 'CHEQUE', cheque, received_from: 'M. Amar' },
      ...{ delivery_id: null, invoice_id: null, user_id: 1, depot_id: DEPOT, collected_at: NOW },
      ...{ cancelled_at: null, cancel_reason: null },
    },
  ]);
  expect(plan.ledger).toEqual([{ kind: 'PAYMENT', source_id: id, client_id: CLIENT, amount: -5_000 }]);
  expect(facts.clients.get(CLIENT)?.balance).toBe(-5_000);
  const told = plan.changes.map(({ action, audience, hub_depots }) => [action, audience, hub_depots]);
  expect(told).toContainEqual(['PAYMENT_UPSERTED', { users: [1] }, [DEPOT]]);
  expect(told).toContainEqual(['CLIENT_UPSERTED', { depots: [DEPOT] }, []]);
});

test('[PAY-1] a payment is a UUID’s, once, of an amount that can be', () => {
  expect(endOf(payment({}, 'no uuid'))).toBe('INVALID');
  const [amounts, ends] = [[0, 1, LIMITS.cashCollected, LIMITS.cashCollected + 1, 1.5], [] as unknown[]];
  for (const amount of amounts) ends.push(endOf(payment({ amount })));
  expect(ends).toEqual(['INVALID', 'APPLIED', 'APPLIED', 'INVALID', 'INVALID']);
  const id = testIds.uuid();
  const again = run([payment({}, id), payment({ amount: 1 }, id)]);
  expect(again.verdicts[1]?.verdict).toMatchObject({ status: 'REJECTED', code: 'ENTITY_EXISTS' });
  expect(again.ledger).toHaveLength(1);
});

test('[PAY-2] a payment waits for its client only, and is decided when the client comes', () => {
  const client = testIds.uuid();
  const early = payment({ client_id: client, invoice_id: testIds.uuid(), delivery_id: testIds.uuid() });
  expect(run([early]).verdicts[0]?.verdict).toEqual({ status: 'WAITING', waits_for: `CLIENT:${client}` });
  const made = said(3, 'CLIENT_CREATED', client, { name: 'Nour' });
  const plan = run([made], someFacts(), new Map([[`CLIENT:${client}`, [early]]]));
  expect(plan.verdicts.map(({ verdict }) => verdict.status)).toEqual(['APPLIED', 'APPLIED']);
  expect(plan.changes.filter(({ action }) => action === 'CLIENT_UPSERTED')).toMatchObject([
    { payload: { id: client, balance: -5_000 } },
  ]);
});

test('[PAY-2] a paper of another client is told to HQ, and one that is not there is not', () => {
  const kinds = (payload: object, papers: [string, string][]) => {
    const facts = { ...someFacts(), papers: new Map(papers) };
    const plan = run([payment(payload)], facts);
    expect(plan.verdicts[0]?.verdict.status).toBe('APPLIED');
    return plan.alerts.map(({ kind }) => kind);
  };
  const invoice = testIds.uuid();
  expect(kinds({ invoice_id: invoice, delivery_id: DELIVERY }, [[invoice, CLIENT]])).toEqual([]);
  expect(kinds({ invoice_id: invoice }, [[invoice, DELIVERY]])).toEqual(['PAYMENT_NOTE_DIFFERS']);
  expect(kinds({ delivery_id: DELIVERY }, [[DELIVERY, invoice]])).toEqual(['PAYMENT_NOTE_DIFFERS']);
});

test('[BAL-4] a payment that a balance could not keep exactly is not booked', () => {
  const facts = someFacts();
  const client = facts.clients.get(CLIENT);
  if (!client) throw new Error('no client');
  facts.clients.set(CLIENT, { ...client, balance: -Number.MAX_SAFE_INTEGER });
  expect(endOf(payment(), facts)).toBe('INVALID');
});
