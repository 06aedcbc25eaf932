import { actionWords } from '../attention/words.ts';
import { fr } from '../texts/fr.ts';

export type StepWords = keyof (typeof fr)['trail']['step'];

/** The steps that have words here; every other one is an entry, by its action. */
export const WORDED_STEPS = Object.keys(fr.trail.step) as StepWords[];

/** Which text names a step of a device. */
export function stepKey(
  action: string,
): `trail.step.${StepWords}` | `attention.action.${ReturnType<typeof actionWords>}` {
  const step = WORDED_STEPS.find((known) => known === action);
  return step ? `trail.step.${step}` : `attention.action.${actionWords(action)}`;
}
