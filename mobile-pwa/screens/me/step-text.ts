import type { fr } from '../../app/texts/fr.ts';
import { actionText } from '../outbox/action-text.ts';

type StepText = keyof (typeof fr)['audit']['step'];

/** The steps that are no events by themselves. */
const STEPS: Record<StepText, true> = {
  DELIVERY_SCANNED: true,
  DELIVERY_OPENED: true,
  INVOICE_DRAFTED: true,
  PHONE_LOCKED: true,
  PHONE_UNLOCKED: true,
  SIGNED_IN: true,
  SIGNED_OUT: true,
  QUEUE_EXPORTED: true,
};

/** What a step is called: its own name, or that of the entry that it recorded. */
export function stepKey(action: string): `audit.step.${StepText}` | `outbox.action.${ReturnType<typeof actionText>}` {
  return Object.hasOwn(STEPS, action) ? `audit.step.${action as StepText}` : `outbox.action.${actionText(action)}`;
}
