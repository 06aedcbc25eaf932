import type { fr } from '../../app/texts/fr.ts';
import { actionWords } from '../outbox/action-words.ts';

type StepWords = keyof (typeof fr)['audit']['step'];

/** The steps that are no events by themselves. */
const STEPS: Record<StepWords, true> = {
  DELIVERY_SCANNED: true,
  DELIVERY_OPENED: true,
  INVOICE_DRAFTED: true,
  PHONE_LOCKED: true,
  PHONE_UNLOCKED: true,
  SIGNED_IN: true,
  SIGNED_OUT: true,
};

/** What a step is called: its own name, or that of the entry that it recorded. */
export function stepKey(action: string): `audit.step.${StepWords}` | `outbox.action.${ReturnType<typeof actionWords>}` {
  return Object.hasOwn(STEPS, action) ? `audit.step.${action as StepWords}` : `outbox.action.${actionWords(action)}`;
}
