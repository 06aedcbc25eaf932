import type { Proof } from '#shared/contract/entities.ts';
import { type BeyondLimit, beyondLimit } from '#shared/domain/credit-limit.ts';
import { dueOf, isMoreThanDue } from '#shared/domain/due.ts';
import type { ClientCard, DeliveryDraft } from '../../store/views.ts';
import { collectedOf } from './money.ts';

/** What is asked about once before it is recorded. None of it forbids anything: it happened, or it did not. */
export type Doubt =
  | { kind: 'more'; collected: number; due: number }
  | ({ kind: 'limit' } & BeyondLimit)
  | { kind: 'signature' | 'photo' };

/** What is known of the client whose goods they are. */
export type StopCredit = Pick<ClientCard, 'balance' | 'credit_limit' | 'unsent_money'>;

export function doubtsOf(draft: DeliveryDraft, total: number | null, client: StopCredit, rule: Proof): Doubt[] {
  const doubts: Doubt[] = [];
  const { balance } = client;
  const collected = collectedOf(draft, total);
  if (total !== null && collected !== null && isMoreThanDue({ collected, total_ttc: total, balance })) {
    doubts.push({ kind: 'more', collected, due: dueOf({ total_ttc: total, balance }) });
  }
  const over = overLimit(client, leftToPay(draft, total));
  if (over) doubts.push({ kind: 'limit', ...over });
  if (rule.signature && draft.proof.signature === null) doubts.push({ kind: 'signature' });
  if (rule.photo && draft.proof.photos.length === 0) doubts.push({ kind: 'photo' });
  return doubts;
}

/** What is handed over and not paid on the spot, in centimes; more may be paid than that. */
export const leftToPay = (draft: DeliveryDraft, total: number | null): number =>
  (total ?? 0) - (collectedOf(draft, total) ?? 0);

/** Null too where this phone does not know what is owed. */
const overLimit = ({ balance, credit_limit, unsent_money }: StopCredit, more: number): BeyondLimit | null =>
  balance === null ? null : beyondLimit({ balance: balance + unsent_money, credit_limit }, more);
