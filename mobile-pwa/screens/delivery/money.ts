import { LIMITS } from '#shared/contract/limits.ts';
import type { Entered, Range } from '#shared/ui/number/typed-number.ts';
import type { DeliveryDetails, DeliveryDraft, DraftedCheque } from '../../store/views.ts';

export const CASH_RANGE: Range = { min: 0, max: LIMITS.cashCollected };
export const CHEQUE_RANGE: Range = { min: 1, max: LIMITS.cashCollected };

export const NO_CHEQUE: DraftedCheque = { amount: null, bank: '', number: '' };

/** The cash as it stands on the form: what was typed, or what a cheque leaves of the total for as long as it is to be that. */
export function cashOf({ cash, cash_is_total, cheque }: DeliveryDraft, total: number | null): Entered {
  if (!cash_is_total || total === null) return cash_is_total ? null : cash;
  return Math.max(0, total - (typeof cheque?.amount === 'number' ? cheque.amount : 0));
}

/** Cash and cheque together; null while one of them is no amount. */
export function collectedOf(draft: DeliveryDraft, total: number | null): number | null {
  const cash = cashOf(draft, total) ?? 0;
  const cheque = draft.cheque?.amount ?? 0;
  return typeof cash === 'number' && typeof cheque === 'number' ? cash + cheque : null;
}

/** The cheque for the wire; null while something of it is missing. */
export function chequeOf({ amount, bank, number }: DraftedCheque): NonNullable<DeliveryDetails['cheque']> | null {
  if (typeof amount !== 'number' || bank.trim() === '' || number.trim() === '') return null;
  return { bank: bank.trim(), number: number.trim(), amount };
}

/** Nothing of the money on the form is wrong. */
export const isMoneyReady = (draft: DeliveryDraft): boolean =>
  typeof cashOf(draft, 0) !== 'string' && (draft.cheque === null || chequeOf(draft.cheque) !== null);
