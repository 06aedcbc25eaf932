import type { TourCheque } from '#shared/contract/tour.ts';
import { normaliseCode } from '../text.ts';
import type { TourEvent } from './tour-facts.ts';

/** Money that an event says was taken. */
export interface Money {
  cash: number;
  cheque: TourCheque | null;
}

/**
 * What a driver took, as an event itself says: at a delivery, by an invoice in cash that names none, or as a payment. An
 * event that was refused may hold anything.
 */
export function moneyOf({ entity_type, action, payload }: TourEvent): Money {
  switch (`${entity_type}/${action}`) {
    case 'DELIVERY/DELIVERY_VALIDATED':
      return { cash: centimes(payload.cash_collected), cheque: chequeOf(payload.cheque, undefined) };
    case 'INVOICE/INVOICE_CREATED': {
      const isPaid = payload.payment === 'CASH' && payload.delivery_id === undefined;
      return { cash: isPaid ? centimes(payload.total_ttc) : 0, cheque: null };
    }
    case 'PAYMENT/PAYMENT_COLLECTED':
      return payload.method === 'CASH'
        ? { cash: centimes(payload.amount), cheque: null }
        : { cash: 0, cheque: chequeOf(payload.cheque ?? {}, payload.amount) };
    default:
      return { cash: 0, cheque: null };
  }
}

const centimes = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function chequeOf(value: unknown, paid: unknown): TourCheque | null {
  if (value === null || typeof value !== 'object') return null;
  const { bank, number, amount = paid } = value as Record<string, unknown>;
  return centimes(amount) === 0 ? null : { bank: text(bank), number: text(number), amount: centimes(amount) };
}

/** Cheques, one by one: those that were counted and not expected, and below zero those that are missing. */
export function chequeDifferences(expected: readonly TourCheque[], counted: readonly TourCheque[]): TourCheque[] {
  const open = new Map<string, TourCheque[]>();
  for (const cheque of expected) open.set(keyOf(cheque), [...(open.get(keyOf(cheque)) ?? []), cheque]);
  const unexpected = counted.filter((cheque) => open.get(keyOf(cheque))?.pop() === undefined);
  const missing = [...open.values()].flat().map((cheque) => ({ ...cheque, amount: -cheque.amount }));
  return [...missing, ...unexpected].sort(byKey);
}

/** In an order that does not hang on that of their events. */
export const sortCheques = (cheques: readonly TourCheque[]): TourCheque[] => [...cheques].sort(byKey);

const keyOf = ({ bank, number, amount }: TourCheque): string =>
  JSON.stringify([normaliseCode(bank), normaliseCode(number), amount]);
const byKey = (a: TourCheque, b: TourCheque): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
