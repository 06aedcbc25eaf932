import type { Proof } from '#shared/contract/entities.ts';
import { dueOf, isMoreThanDue } from '#shared/domain/due.ts';
import type { DeliveryDraft } from '../../store/views.ts';
import { collectedOf } from './money.ts';

/** What is asked about once before it is recorded. None of it forbids anything: it happened, or it did not. */
export type Doubt = { kind: 'more'; collected: number; due: number } | { kind: 'signature' | 'photo' };

export function doubtsOf(draft: DeliveryDraft, total: number | null, balance: number | null, rule: Proof): Doubt[] {
  const doubts: Doubt[] = [];
  const collected = collectedOf(draft, total);
  if (total !== null && collected !== null && isMoreThanDue({ collected, total_ttc: total, balance })) {
    doubts.push({ kind: 'more', collected, due: dueOf({ total_ttc: total, balance }) });
  }
  if (rule.signature && draft.proof.signature === null) doubts.push({ kind: 'signature' });
  if (rule.photo && draft.proof.photos.length === 0) doubts.push({ kind: 'photo' });
  return doubts;
}
