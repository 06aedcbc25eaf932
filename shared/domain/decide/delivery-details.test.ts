import { expect, test } from 'vitest';
import {
  CLIENT,
  DELIVERY,
  DEPOT,
  decideOn,
  outcomesOf,
  said,
  someFacts,
  validation,
} from '../../testing/decision-facts.ts';
import { testIds } from '../../testing/test-device.ts';
import { stockKey } from './facts.ts';

test('[STK-6] a recorded lot gives first, as far as it has goods; the oldest ones give the rest', () => {
  const lots = [{ lot_number: 'b', quantity: 3 }];
  const lines = [{ product_id: 1, delivered: 10, lots }];
  const plan = decideOn([validation(1, { lines })]);
  expect(plan.moves).toMatchObject([
    { lot_id: 'lot-1-B', quantity: -3, is_recorded: true },
    { lot_id: 'lot-1-A', quantity: -6 },
    { lot_id: 'lot-1-B', quantity: -1 },
  ]);
  expect(plan.moves.map(({ is_recorded }) => is_recorded)).toEqual([true, undefined, undefined]);
  expect(plan.deliveries.get(DELIVERY)?.delivery.lines[0]).toMatchObject({ delivered: 10, lots });
  const tooMany = [{ product_id: 1, delivered: 2, lots }];
  expect(outcomesOf(decideOn([validation(1, { lines: tooMany })]))).toEqual(['INVALID']);
  const unknown = [{ product_id: 1, delivered: 10, lots: [{ lot_number: 'never heard of', quantity: 10 }] }];
  expect(decideOn([validation(1, { lines: unknown })]).moves.map(({ lot_id, quantity }) => [lot_id, quantity])).toEqual(
    [
      ['lot-1-A', -6],
      ['lot-1-B', -4],
    ],
  );
});

test('[DLV-9] why goods were not delivered is kept as a code, of old phones too, and what else was exchanged', () => {
  const reasonFor = (line: object) =>
    decideOn([validation(1, { lines: [{ product_id: 1, delivered: 1, ...line }] })]).deliveries.get(DELIVERY)?.delivery
      .lines[0]?.reason_code;
  const former = ['DAMAGED', 'EXPIRED', 'UNWANTED', 'MISSING', 'OTHER', 'whatever', 'constructor'];
  expect(former.map((reason) => reasonFor({ reason }))).toEqual([
    ...['BROKEN', 'EXPIRED', 'REFUSED', 'OTHER', 'OTHER'],
    ...[undefined, undefined],
  ]);
  expect(reasonFor({ reason: 'DAMAGED', reason_code: 'COLD_CHAIN' })).toBe('COLD_CHAIN');
  const empties = [{ kind: 'CRATE', given: 4, taken_back: 3 }];
  const lines = [{ product_id: 1, delivered: 10, returned: 2 }];
  const delivery = decideOn([validation(1, { lines, empties })]).deliveries.get(DELIVERY)?.delivery;
  expect(delivery).toMatchObject({ empties, cheque: null, status: 'PARTIAL' });
  expect(delivery?.lines[0]).toMatchObject({ returned: 2 });
});

test('[DLV-10] [BAL-1] a cheque at a delivery is a payment of its client, beside the cash', () => {
  const cheque = { bank: 'BNA', number: '0012', amount: 7_000 };
  const plan = decideOn([validation(1, { cash_collected: 500, cheque })]);
  expect(plan.ledger).toMatchObject([
    { kind: 'COLLECTED', source_id: DELIVERY, amount: -500 },
    { kind: 'CHEQUE_COLLECTED', source_id: DELIVERY, amount: -7_000 },
  ]);
  expect(plan.toldClients.has(CLIENT)).toBe(true);
  expect(plan.deliveries.get(DELIVERY)?.delivery.cheque).toEqual(cheque);
  expect(outcomesOf(decideOn([validation(1, { cheque: { ...cheque, amount: 0 } })]))).toEqual(['INVALID']);
});

test('[DLV-11] a stop that is passed by stays as it is; the depot’s hub alone is told', () => {
  const skip = (userId: number, payload: object, id: string = DELIVERY) =>
    said(userId, 'VISIT_SKIPPED', id, payload, { entity_type: 'DELIVERY' });
  const plan = decideOn([skip(1, { reason: 'ROAD', note: 'Route coupée', ask_day: '2026-11-23' })]);
  expect(outcomesOf(plan)).toEqual(['APPLIED']);
  expect([plan.deliveries.size, plan.moves, plan.alerts]).toEqual([0, [], []]);
  const told = plan.changes.find(({ action }) => action === 'VISIT_SKIPPED');
  expect(told).toMatchObject({
    audience: {},
    hub_depots: [DEPOT],
    payload: { reason: 'ROAD', note: 'Route coupée', user_id: 1 },
  });
  expect(outcomesOf(decideOn([skip(1, { reason: 'ROAD' }, testIds.uuid())]))).toEqual(['WAITING']);
  expect(
    outcomesOf(decideOn([skip(9, { reason: 'ROAD' }), skip(3, { reason: 'ROAD' }), skip(1, { reason: 'TIRED' })])),
  ).toEqual([...['FORBIDDEN_ACTION', 'FORBIDDEN_ACTION', 'INVALID']]);
});

test('[LOT-6] each lot that gave is told to its depot’s hub and crew, once a batch; what is missing is none', () => {
  const facts = someFacts();
  const plan = decideOn([validation(1), validation(1, { lines: [] })], facts);
  const told = plan.changes.filter(({ action }) => action === 'LOT_UPSERTED');
  expect(told.map(({ payload }) => [payload.lot_number, payload.product_id, payload.remaining_quantity])).toEqual([
    ['A', 1, 0],
    ['B', 1, 96],
    ['A', 2, 0],
  ]);
  for (const change of told) expect(change).toMatchObject({ audience: {}, hub_depots: [DEPOT], crew_depots: [DEPOT] });
  expect(facts.stock.get(stockKey(DEPOT, 2)), 'one of product 2 is missing').toBe(-1);
});
