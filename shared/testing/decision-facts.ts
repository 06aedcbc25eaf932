import type { Role } from '#shared/contract/entities.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { UPCASTS } from '#shared/domain/actions/index.ts';
import { blankClient } from '#shared/domain/decide/client-record.ts';
import { decide } from '#shared/domain/decide/decide.ts';
import type { Author, Candidate, Facts } from '#shared/domain/decide/facts.ts';
import { stockKey } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import type { LotState } from '#shared/domain/stock.ts';
import { testIds } from './test-device.ts';

export const NOW = '2026-11-22T10:00:00.000Z';
export const DEPOT = 1;
export const DELIVERY = '00000000-0000-7000-8000-0000000000d1';
export const CLIENT = '00000000-0000-7000-8000-0000000000c1';
export const CODE = `MCG1.${DELIVERY}.nonce.signature`;

const deviceOf = (userId: number): string => `00000000-0000-7000-8000-${String(userId).padStart(12, '0')}`;

/** Two drivers, a seller, a clerk and a warehouse hand of depot 1, a driver of depot 2; one delivery of 10 × product 1 and 4 × product 2. */
export function someFacts(): Facts {
  const author = (user_id: number, name: string, role: Role, depot_id: number): [string, Author] => [
    deviceOf(user_id),
    { user_id, name, role, depot_id, earlier: [], revoked: false, given_up_at: null, closed_at: null },
  ];
  return {
    now: NOW,
    upcasts: UPCASTS,
    authors: new Map([
      author(1, 'Karim', 'driver', DEPOT),
      author(2, 'Yacine', 'driver', DEPOT),
      author(3, 'Samia', 'seller', DEPOT),
      author(4, 'Lila', 'clerk', DEPOT),
      author(5, 'Brahim', 'warehouse', DEPOT),
      author(9, 'Omar', 'driver', 2),
    ]),
    depotCodes: new Map([[DEPOT, 'ALG']]),
    deliveries: new Map([[DELIVERY, someDelivery()]]),
    genuineCodes: new Set(),
    clients: new Map([[CLIENT, someClient()]]),
    invoices: new Set(),
    payments: new Set(),
    papers: new Map(),
    invoicedDeliveries: new Map(),
    collected: new Map(),
    products: new Map([
      [1, { price_ht: 1_000, tva_rate: 19, is_active: true, price_lists: [], tva_rates: [], recent: [] }],
      [2, { price_ht: 500, tva_rate: 9, is_active: true, price_lists: [], tva_rates: [], recent: [] }],
    ]),
    priceTolerancePercent: 5,
    stampRules: [],
    namedEvents: new Map(),
    users: new Map([
      [1, { role: 'driver', depot_id: DEPOT, earlier: [] }],
      [9, { role: 'driver', depot_id: 2, earlier: [] }],
    ]),
    lots: new Map([
      [stockKey(DEPOT, 1), [lot(1, 'A', '2026-10-01', 6), lot(1, 'B', '2026-10-02', 100)]],
      [stockKey(DEPOT, 2), [lot(2, 'A', '2026-10-01', 3)]],
    ]),
    stock: new Map([
      [stockKey(DEPOT, 1), 106],
      [stockKey(DEPOT, 2), 3],
    ]),
    invoiceYears: new Map([[DEPOT, 2026]]),
    invoiceCounters: new Map([[DEPOT, 41]]),
  };
}

export const lot = (
  product_id: number,
  lot_number: string,
  produced_at: string,
  remaining_quantity: number,
  expires_at = '2027-01-01',
): LotState => ({
  id: `lot-${product_id}-${lot_number}`,
  depot_id: DEPOT,
  product_id,
  lot_number,
  produced_at,
  expires_at,
  received_quantity: remaining_quantity,
  remaining_quantity,
});

const someDelivery = () => ({
  id: DELIVERY,
  reference: 'BL-ALG-2026-000001',
  depot_id: DEPOT,
  driver_user_id: 1,
  client_id: CLIENT,
  client_name: 'Épicerie El Djazaïr',
  planned_for: '2026-11-22',
  status: 'PENDING' as const,
  lines: [
    { product_id: 1, quantity: 10, unit_price_ht: 1_000, tva_rate: 19 },
    { product_id: 2, quantity: 4, unit_price_ht: 500, tva_rate: 9 },
  ],
  total_ht: 12_000,
  total_tva: 2_080,
  total_ttc: 14_080,
  validated_at: null,
  validated_by: null,
  validated_by_name: null,
  qr_payload: CODE,
});

const someClient = () => ({ ...blankClient(CLIENT, [DEPOT], NOW), name: 'Épicerie El Djazaïr' });

/** Decides events on facts that nobody else changes. */
export const decideOn = (
  candidates: Candidate[],
  facts: Facts = someFacts(),
  waiting = new Map<string, Candidate[]>(),
): Plan => decide(candidates, waiting, facts, () => testIds.uuid());

/** The outcome of each event, or why it was rejected. */
export const outcomesOf = (plan: Plan): string[] =>
  plan.verdicts.map(({ verdict }) => (verdict.status === 'REJECTED' ? verdict.code : verdict.status));

/** An event of a user's device, as the server decides it. */
export function said(
  userId: number,
  action: string,
  entityId: string,
  payload: object,
  more: Partial<SyncEvent> = {},
): Candidate {
  const entity = /^(VAN|TOUR)_/.test(action)
    ? 'TOUR'
    : (/^(DELIVERY|INVOICE|CLIENT|PAYMENT)/.exec(action)?.[1] ?? 'AUDIT');
  const event: SyncEvent = {
    v: 1,
    id: testIds.uuid(),
    entity_type: entity,
    entity_id: entityId,
    action,
    payload: payload as Record<string, unknown>,
    occurred_at: NOW,
    user_id: userId,
    device_id: deviceOf(userId),
    seq: 1,
    prev_checksum: null,
    checksum: '0'.repeat(64),
    signature: 'AA',
    ...more,
  };
  return { event, drift_ms: 0, received_at: NOW };
}

export const validation = (userId: number, payload: object = {}): Candidate =>
  said(userId, 'DELIVERY_VALIDATED', DELIVERY, { qr_scanned: CODE, validated_at: NOW, ...payload });
