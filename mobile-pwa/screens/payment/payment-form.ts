import { LIMITS } from '#shared/contract/limits.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import type { CollectPayment } from '../../store/payments.ts';
import type { FoundClient } from '../client-search.tsx';

export const RANGE = { min: 1, max: LIMITS.cashCollected };
export const METHODS = ['CASH', 'CHEQUE'] as const;

export interface PaymentForm {
  payment_id: string;
  client: FoundClient | null;
  amount: Entered;
  method: (typeof METHODS)[number];
  bank: string;
  number: string;
}

export const blankPayment = (payment_id: string): PaymentForm => ({
  payment_id,
  client: null,
  amount: null,
  method: 'CASH',
  bank: '',
  number: '',
});

export const isBlankPayment = ({ client, amount }: PaymentForm): boolean => client === null && amount === null;

/** What the form says; null while something is missing. A cheque is named by its bank and its number. */
export function paymentOf(form: PaymentForm, event_id: string): CollectPayment | null {
  const { payment_id, client, amount, method, bank, number } = form;
  if (client === null || typeof amount !== 'number' || amount < RANGE.min || amount > RANGE.max) return null;
  const details = { client_id: client.id, amount };
  if (method === 'CASH') return { event_id, payment_id, details: { ...details, method } };
  const cheque = { bank: bank.trim(), number: number.trim() };
  if (cheque.bank === '' || cheque.number === '') return null;
  return { event_id, payment_id, details: { ...details, method, cheque } };
}
