import { actionText } from '../attention/alert-text.ts';
import { fr } from '../texts/fr.ts';

export type StepText = keyof (typeof fr)['trail']['step'];

/** The steps that have a text here; every other one is an entry, by its action. */
export const TRANSLATED_STEPS = Object.keys(fr.trail.step) as StepText[];

/** Which text names a step of a device. */
export function stepKey(
  action: string,
): `trail.step.${StepText}` | `attention.action.${ReturnType<typeof actionText>}` {
  const step = TRANSLATED_STEPS.find((known) => known === action);
  return step ? `trail.step.${step}` : `attention.action.${actionText(action)}`;
}
