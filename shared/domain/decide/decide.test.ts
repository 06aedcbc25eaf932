import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import {
  CLIENT,
  CODE,
  DELIVERY,
  DEPOT,
  decideOn,
  NOW,
  outcomesOf,
  said,
  someFacts,
  validation,
} from '../../testing/decision-facts.ts';
import { testIds } from '../../testing/test-device.ts';
import { shortCode } from '../short-code.ts';
import { cashAboveNote } from '../signals/cash-above-note.ts';
import { SIGNAL_THRESHOLDS } from '../signals/thresholds.ts';
import { type Candidate, stockKey } from './facts.ts';
import type { Plan } from './plan.ts';

const moved = (plan: Plan) => plan.moves.map(({ lot_id, quantity }) => [lot_id, quantity]);

const invoice = (userId: number, payload: object = {}, id = testIds.uuid()) =>
  said(userId, 'INVOICE_CREATED', id, {
    client_id: CLIENT,
    lines: [{ product_id: 1, quantity: 2, unit_price_ht: 1_000, tva_rate: 19 }],
    total_ht: 2_000,
    total_tva: 380,
    stamp_duty: 0,
    total_ttc: 2_380,
    payment: 'CREDIT',
    ...payload,
  });

test('[DLV-1] the first validation wins, and the second is told who won and when', () => {
  const plan = decideOn([validation(2), validation(1)]);
  expect(outcomesOf(plan)).toEqual(['APPLIED', 'ALREADY_VALIDATED']);
  expect(plan.verdicts[1]?.verdict).toMatchObject({
    resolution: {
      action: 'DISCARD_LOCAL',
      data: { validated_by: { user_id: 2, name: 'Yacine' }, validated_at: NOW },
    },
  });
  const rejected = plan.changes.find(({ action }) => action === 'EVENT_REJECTED');
  expect(rejected).toMatchObject({ audience: { users: [1] }, payload: { error_code: 'ALREADY_VALIDATED' } });
});

test('[DLV-2] all as ordered without lines; the stock is taken once, oldest lot first', () => {
  const plan = decideOn([validation(1), validation(1)]);
  expect(plan.deliveries.get(DELIVERY)?.delivery).toMatchObject({
    status: 'VALIDATED',
    validated_by: 1,
    validated_at: NOW,
  });
  expect(moved(plan).slice(0, 2)).toEqual([
    ['lot-1-A', -6],
    ['lot-1-B', -4],
  ]);
  expect(moved(plan)).toHaveLength(4);
});

test('[DLV-2] lines: what is not listed was not delivered, returns move nothing, and nonsense is invalid', () => {
  const partial = decideOn([validation(1, { lines: [{ product_id: 1, delivered: 3, returned: 7, reason: 'abîmé' }] })]);
  expect(partial.deliveries.get(DELIVERY)?.delivery).toMatchObject({
    status: 'PARTIAL',
    lines: [
      { product_id: 1, delivered: 3 },
      { product_id: 2, delivered: 0 },
    ],
  });
  expect(moved(partial)).toEqual([['lot-1-A', -3]]);
  const nonsense = [
    [{ product_id: 1, delivered: 11 }],
    [{ product_id: 3, delivered: 1 }],
    [
      { product_id: 1, delivered: 1 },
      { product_id: 1, delivered: 1 },
    ],
    [{ product_id: 1, delivered: 0.5 }],
    [{ product_id: 1, delivered: -1 }],
    'all',
  ];
  for (const lines of nonsense) {
    const plan = decideOn([validation(1, { lines })]);
    expect(outcomesOf(plan), JSON.stringify(lines)).toEqual(['INVALID']);
    expect(plan.moves).toEqual([]);
  }
});

test('[DLV-8] cash is taken up to its limit, and beyond it the event cannot be', () => {
  const cash = (cash_collected: unknown) => outcomesOf(decideOn([validation(1, { cash_collected })]));
  expect(cash(LIMITS.cashCollected)).toEqual(['APPLIED']);
  for (const beyond of [LIMITS.cashCollected + 1, 999_999_999_999_900, -1, 0.5, '1250']) {
    expect(cash(beyond), String(beyond)).toEqual(['INVALID']);
  }
});

test('[FRAUD-23] cash far above the goods that were handed over is told to HQ, at the edge of both thresholds', () => {
  const told = (payload: object) =>
    decideOn([validation(1, payload)]).alerts.filter(({ kind }) => kind === 'CASH_ABOVE_NOTE');
  // The whole note is worth 140.80 DA; the amount decides.
  const atEdge = 14_080 + SIGNAL_THRESHOLDS.cashAboveCentimes;
  expect(told({ cash_collected: atEdge })).toEqual([]);
  expect(told({})).toEqual([]);
  expect(told({ cash_collected: atEdge + 1 })).toMatchObject([
    {
      depot_id: DEPOT,
      details: { cash_collected: atEdge + 1, total_ttc: 14_080, limit_percent: 50, limit_amount: 1_000_000 },
    },
  ]);
  // Nothing but one of the first product, 11.90 DA: the cash of the whole note is odd no sooner than that.
  const lines = [{ product_id: 1, delivered: 1 }];
  expect(told({ lines, cash_collected: 1_190 + SIGNAL_THRESHOLDS.cashAboveCentimes + 1 })).toMatchObject([
    { details: { total_ttc: 1_190 } },
  ]);
  // On a large note the share decides.
  expect(cashAboveNote(15_000_000, 10_000_000)).toBeNull();
  expect(cashAboveNote(15_000_001, 10_000_000)).not.toBeNull();
});

test('[DLV-3] a failed delivery may still be validated; a cancelled one may not', () => {
  const failed = said(1, 'DELIVERY_FAILED', DELIVERY, { reason: 'ABSENT' });
  expect(
    outcomesOf(decideOn([failed, validation(2), said(1, 'DELIVERY_FAILED', DELIVERY, { reason: 'CLOSED' })])),
  ).toEqual(['APPLIED', 'APPLIED', 'ALREADY_VALIDATED']);
  const facts = someFacts();
  const delivery = facts.deliveries.get(DELIVERY);
  if (delivery) delivery.status = 'CANCELLED';
  const plan = decideOn([validation(1)], facts);
  expect(outcomesOf(plan)).toEqual(['DELIVERY_CANCELLED']);
  expect(plan.moves).toEqual([]);
});

test('[DLV-5] a delivery validated by another than its planned driver stands, and HQ is told', () => {
  const told = (plan: Plan) => plan.alerts.filter(({ kind }) => kind === 'OTHER_DRIVER');
  expect(told(decideOn([validation(1)]))).toEqual([]);
  const plan = decideOn([validation(2), validation(1)]);
  expect(outcomesOf(plan)).toEqual(['APPLIED', 'ALREADY_VALIDATED']);
  const [{ candidate }] = plan.verdicts as [Plan['verdicts'][number]];
  expect(told(plan)).toMatchObject([
    {
      kind: 'OTHER_DRIVER',
      depot_id: DEPOT,
      device_id: candidate.event.device_id,
      event_id: candidate.event.id,
      details: { planned_for: 1, validated_by: 2 },
    },
  ]);
});

test('[DLV-4] the code must be the delivery’s own, and the depot the driver’s', () => {
  expect(outcomesOf(decideOn([validation(1, { qr_scanned: 'MCG1.other' })]))).toEqual(['QR_MISMATCH']);
  expect(outcomesOf(decideOn([validation(2)]))).toEqual(['APPLIED']);
  const foreign = decideOn([validation(9)]);
  expect(foreign.verdicts[0]?.verdict).toMatchObject({
    code: 'FORBIDDEN_ACTION',
    resolution: { action: 'CONTACT_ADMIN' },
  });
});

test('[CODE-3] the short code under the note’s QR code counts as the note’s own; another one is a mismatch and a signal', () => {
  const typed = `MCS1.${shortCode(CODE)}`;
  expect(outcomesOf(decideOn([validation(1, { qr_scanned: typed })]))).toEqual(['APPLIED']);
  const asTyped = `MCS1. ${shortCode(CODE)
    .toLowerCase()
    .replace(/(....)$/, '-$1')}`;
  expect(outcomesOf(decideOn([validation(1, { qr_scanned: asTyped })]))).toEqual(['APPLIED']);
  const wrong = decideOn([validation(1, { qr_scanned: `MCS1.${shortCode('MCG1.another')}` })]);
  expect(outcomesOf(wrong)).toEqual(['QR_MISMATCH']);
  expect(wrong.alerts.map(({ kind }) => kind)).toEqual(['WRONG_CODE']);
  const unknown = { ...someFacts(), deliveries: new Map() };
  const plan = decideOn([validation(1, { qr_scanned: typed })], unknown);
  expect(plan.verdicts[0]?.verdict).toEqual({ status: 'WAITING', waits_for: `DELIVERY:${DELIVERY}` });
  expect(outcomesOf(decideOn([validation(1, { qr_scanned: 'MCS1.22222222' })], unknown))).toEqual(['QR_MISMATCH']);
});

test('[DLV-4] [WAIT-1] a delivery that is not known waits for one only if its code is genuine', () => {
  const facts = { ...someFacts(), deliveries: new Map() };
  expect(outcomesOf(decideOn([validation(1)], facts))).toEqual(['QR_MISMATCH']);
  const plan = decideOn([validation(1)], { ...facts, genuineCodes: new Set([CODE]) });
  expect(plan.verdicts[0]?.verdict).toEqual({ status: 'WAITING', waits_for: `DELIVERY:${DELIVERY}` });
  expect(plan.changes).toEqual([]);
});

test('[INV-1] numbers follow one another, a rejected invoice spends none', () => {
  const twice = invoice(3);
  const again = { ...twice, event: { ...twice.event, id: testIds.uuid() } };
  const plan = decideOn([invoice(3), twice, again, invoice(1)]);
  expect(outcomesOf(plan)).toEqual(['APPLIED', 'APPLIED', 'ENTITY_EXISTS', 'APPLIED']);
  expect(plan.invoices.map(({ reference }) => reference)).toEqual([
    'FAC-ALG-2026-000042',
    'FAC-ALG-2026-000043',
    'FAC-ALG-2026-000044',
  ]);
});

test('[INV-2] the server’s totals stand; where the phone’s differ both are kept and alerted', () => {
  const plan = decideOn([invoice(3, { total_ttc: 9, payment: 'CASH' }), invoice(3)]);
  expect(plan.invoices[0]).toMatchObject({ total_ttc: 2_380, stamp_duty: 0, claimed: { total_ttc: 9 } });
  expect(plan.invoices[1]).toMatchObject({ claimed: null });
  expect(plan.alerts.map(({ kind }) => kind)).toEqual(['TOTALS_DIFFER']);
});

test('[INV-3] one live invoice a delivery', () => {
  const plan = decideOn([invoice(1, { delivery_id: DELIVERY }), invoice(3, { delivery_id: DELIVERY })]);
  expect(outcomesOf(plan)).toEqual(['APPLIED', 'ALREADY_INVOICED']);
});

test('[INV-4] only goods handed over move, and never those of a delivery', () => {
  expect(decideOn([invoice(3)]).moves).toEqual([]);
  expect(moved(decideOn([invoice(3, { handed_over: true })]))).toEqual([['lot-1-A', -2]]);
  expect(outcomesOf(decideOn([invoice(3, { handed_over: true, delivery_id: DELIVERY })]))).toEqual(['INVALID']);
});

test('[STK-2] a shortfall is booked as one negative lot and alerted; the delivery stands', () => {
  const facts = someFacts();
  const plan = decideOn([validation(1)], facts);
  expect(outcomesOf(plan)).toEqual(['APPLIED']);
  expect(plan.newLots).toMatchObject([{ product_id: 2, lot_number: 'MANQUANT', remaining_quantity: -1 }]);
  expect(plan.alerts).toMatchObject([{ kind: 'STOCK_SHORTFALL', details: { product_id: 2, shortfall: 1 } }]);
  for (const [key, lots] of facts.lots) {
    expect(lots.reduce((sum, { remaining_quantity }) => sum + remaining_quantity, 0)).toBe(facts.stock.get(key));
  }
  expect(facts.stock.get(stockKey(DEPOT, 2))).toBe(-1);
});

test('[STK-3] stock and production are the server’s alone: kept, rejected, alerted', () => {
  const events = [
    said(1, 'STOCK_ADJUSTED', 'x', { quantity: 5 }, { entity_type: 'STOCK' }),
    said(1, 'PRODUCTION_VALIDATED', 'x', {}, { entity_type: 'PRODUCTION' }),
    said(1, 'STOCK_CHANGED', DELIVERY, {}, { entity_type: 'DELIVERY' }),
    said(1, 'SET', 'x', {}, { entity_type: 'LOT', v: 9 }),
  ];
  const plan = decideOn(events);
  expect(outcomesOf(plan)).toEqual(['FORBIDDEN_ACTION', 'FORBIDDEN_ACTION', 'FORBIDDEN_ACTION', 'FORBIDDEN_ACTION']);
  expect(plan.alerts).toHaveLength(4);
  expect(plan.moves).toEqual([]);
});

test('[ROLE-1] each role says its own', () => {
  const table: [number, Candidate, string][] = [
    [3, validation(3), 'APPLIED'],
    [4, validation(4), 'FORBIDDEN_ACTION'],
    [3, said(3, 'DELIVERY_FAILED', DELIVERY, { reason: 'ABSENT' }), 'FORBIDDEN_ACTION'],
    [4, invoice(4), 'FORBIDDEN_ACTION'],
    [1, said(1, 'CLIENT_CREATED', testIds.uuid(), { name: 'Nour' }), 'FORBIDDEN_ACTION'],
    [4, said(4, 'CLIENT_CREATED', testIds.uuid(), { name: 'Nour' }), 'APPLIED'],
    [4, said(4, 'ANYTHING_AT_ALL', 'x', {}), 'APPLIED'],
    // What a newer phone says waits for a program that knows it.
    [1, said(1, 'CLIENT_PAINTED', CLIENT, {}), 'WAITING'],
    [1, said(1, 'STOCK_PAINTED', 'x', {}, { entity_type: 'SHELF' }), 'FORBIDDEN_ACTION'],
  ];
  for (const [userId, candidate, end] of table) {
    expect(outcomesOf(decideOn([candidate])), `${candidate.event.action} by ${userId}`).toEqual([end]);
  }
});

test('[WAIT-1] an invoice waits for its client, and is decided right after it', () => {
  const clientId = testIds.uuid();
  const early = invoice(3, { client_id: clientId });
  const first = decideOn([early]);
  expect(first.verdicts[0]?.verdict).toEqual({ status: 'WAITING', waits_for: `CLIENT:${clientId}` });
  expect(first.invoices).toEqual([]);
  const created = said(4, 'CLIENT_CREATED', clientId, { name: 'Nour' });
  const later = decideOn([created, validation(1)], someFacts(), new Map([[`CLIENT:${clientId}`, [early]]]));
  expect(later.verdicts.map(({ candidate, verdict }) => [candidate.event.action, verdict.status])).toEqual([
    ['CLIENT_CREATED', 'APPLIED'],
    ['INVOICE_CREATED', 'APPLIED'],
    ['DELIVERY_VALIDATED', 'APPLIED'],
  ]);
  expect(outcomesOf(decideOn([created, early]))).toEqual(['APPLIED', 'APPLIED']);
});

test('[WAIT-1] a newer version of a payload is kept until the server knows it', () => {
  const plan = decideOn([said(1, 'DELIVERY_VALIDATED', DELIVERY, { shape: 'new' }, { v: 2 })]);
  expect(plan.verdicts[0]?.verdict).toEqual({ status: 'WAITING', waits_for: 'VERSION' });
});

test('[LESSON-12] [HQ-24] a correction goes to the inbox of HQ, from the author of what it corrects only', () => {
  const target = testIds.uuid();
  const correction = (userId: number) =>
    said(
      userId,
      'CORRECTION_REQUESTED',
      DELIVERY,
      { corrects: target, reason: 'quantité' },
      { entity_type: 'DELIVERY' },
    );
  const facts = () => ({ ...someFacts(), namedEvents: new Map([[target, validation(1).event]]) });
  const asked = decideOn([correction(1)], facts());
  expect(outcomesOf(asked)).toEqual(['APPLIED']);
  expect(asked.alerts).toMatchObject([
    { kind: 'CORRECTION_REQUESTED', depot_id: DEPOT, details: { corrects: target, reason: 'quantité' } },
  ]);
  expect(asked.alerts[0]?.event_id).toBe(asked.verdicts[0]?.candidate.event.id);
  const others = decideOn([correction(2)], facts());
  expect(outcomesOf(others)).toEqual(['FORBIDDEN_ACTION']);
  const early = decideOn([correction(1)]);
  expect(outcomesOf(early)).toEqual(['WAITING']);
  expect([...others.alerts, ...early.alerts].filter(({ kind }) => kind === 'CORRECTION_REQUESTED')).toEqual([]);
});

test('an audit entry that bears another action’s name has no effect to tell of', () => {
  const entry = said(1, 'DELIVERY_VALIDATED', DELIVERY, {}, { entity_type: 'AUDIT' });
  const plan = decideOn([entry]);
  expect(plan.changes.map(({ action }) => action)).toEqual(['EVENT_APPLIED']);
});

test('[AUTH-44] what a node took before its user gave the device up counts; what comes later is kept for an admin', () => {
  for (const [given_up_at, end] of [
    [(c: Candidate) => new Date(Date.parse(c.received_at) + 1).toISOString(), 'APPLIED'],
    [(c: Candidate) => c.received_at, 'QUARANTINED'],
    [() => null, 'QUARANTINED'],
  ] as const) {
    const facts = someFacts();
    const candidate = validation(1);
    for (const author of facts.authors.values()) {
      author.revoked = true;
      author.given_up_at = given_up_at(candidate);
    }
    expect(outcomesOf(decideOn([candidate], facts))).toEqual([end]);
  }
});

test('[AUTH-61] of a closed account, what was recorded before counts whenever it comes; what was recorded after is kept', () => {
  const recordedAt = (c: Candidate, ms: number) =>
    new Date(Date.parse(c.event.occurred_at) - c.drift_ms + ms).toISOString();
  for (const [closedAfterMs, end] of [
    [1, 'APPLIED'],
    [0, 'QUARANTINED'],
    [-1, 'QUARANTINED'],
  ] as const) {
    const facts = someFacts();
    const late = { ...validation(1), drift_ms: 90_000, received_at: '2030-01-01T00:00:00.000Z' };
    for (const author of facts.authors.values()) author.closed_at = recordedAt(late, closedAfterMs);
    expect(outcomesOf(decideOn([late], facts))).toEqual([end]);
  }
});

test('a revoked device’s events are kept for an admin, undecided', () => {
  const facts = someFacts();
  for (const author of facts.authors.values()) author.revoked = true;
  const plan = decideOn([validation(1)], facts);
  expect(outcomesOf(plan)).toEqual(['QUARANTINED']);
  expect(plan.moves).toEqual([]);
});

test('[FRAUD-9] a client at 0/0 has no place', () => {
  const id = testIds.uuid();
  const location = { lat: 0, lng: 0, accuracy_m: 10 };
  const plan = decideOn([said(3, 'CLIENT_CREATED', id, { name: 'Nour', location })]);
  expect(outcomesOf(plan)).toEqual(['APPLIED']);
  expect(plan.clients.get(id)?.location).toBeNull();
});

test('[MASTER-5] [CLI-1] a phone writes who a client is by law, field by field; its credit limit it does not', () => {
  const id = testIds.uuid();
  const at = (minute: number) => ({ occurred_at: `2026-11-22T09:${minute}:00.000Z` });
  const made = said(3, 'CLIENT_CREATED', id, { name: 'Nour', kind: 'SHOP', rc: '16/1', credit_limit: 1 }, at(10));
  const late = said(4, 'CLIENT_UPDATED', id, { rc: '16/2', opening_hours: '8 h' }, at(30));
  const early = said(4, 'CLIENT_UPDATED', id, { rc: '16/3', note: 'Par la cour', proof: { photo: true } }, at(20));
  const plan = decideOn([made, late, early]);
  expect(outcomesOf(plan)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
  const written = { kind: 'SHOP', rc: '16/2', opening_hours: '8 h', note: 'Par la cour' };
  expect(plan.clients.get(id)).toMatchObject({ ...written, credit_limit: null, proof: null });
  expect(outcomesOf(decideOn([said(3, 'CLIENT_CREATED', testIds.uuid(), { name: 'Nour', kind: 'FRIEND' })]))).toEqual([
    'INVALID',
  ]);
});

test('[WAIT-3] a correction that waits for an event is decided with it, whatever becomes of the event', () => {
  const waitFor = (about: Candidate) => {
    const payload = { corrects: about.event.id, reason: 'faux' };
    const asks = said(1, 'CORRECTION_REQUESTED', DELIVERY, payload, { entity_type: 'DELIVERY' });
    const facts = someFacts();
    facts.namedEvents.set(about.event.id, about.event);
    return { asks, facts, waiting: new Map([[`EVENT:${about.event.id}`, [asks]]]) };
  };
  const refused = said(1, 'STOCK_ADJUSTED', '1', {}, { entity_type: 'STOCK' });
  const parked = said(1, 'CLIENT_UPDATED', testIds.uuid(), { name: 'x' }, { v: 9 });
  for (const about of [validation(1), refused, parked]) {
    const { asks, facts, waiting } = waitFor(about);
    expect(decideOn([about], facts, waiting).verdicts).toContainEqual({
      candidate: asks,
      verdict: { status: 'APPLIED' },
    });
  }
  const invalid = waitFor(validation(1, { lines: 'all' }));
  const about = validation(1, { lines: 'all' });
  const waiting = new Map([[`EVENT:${about.event.id}`, [invalid.asks]]]);
  expect(outcomesOf(decideOn([about], invalid.facts, waiting))).toEqual(['INVALID']);
});
