import { isoTime } from '#shared/ports/clock.ts';
import { type ActionDeps, composed, isKnown, type SaveResult } from './actions.ts';
import { forgetForm } from './forms.ts';

export interface RequestCorrection {
  event_id: string;
  entity_type: 'DELIVERY' | 'INVOICE' | 'PAYMENT';
  entity_id: string;
  /** `proposed`: what should stand instead, for HQ to read. */
  details: { corrects: string; reason: string; proposed?: unknown };
}

/** Under which the form of a correction is kept. */
export const correctionForm = (corrects: string): string => `correction ${corrects}`;

/** Asks HQ to put right what was recorded here. It changes nothing by itself. */
export async function requestCorrection(deps: ActionDeps, input: RequestCorrection): Promise<SaveResult> {
  const { sql, journal, clock } = deps;
  const { event_id, entity_type, entity_id, details } = input;
  const payload = composed({ ...details });
  const occurred_at = isoTime(clock.now());
  const stored = await journal.append(
    () =>
      isKnown(sql, event_id)
        ? null
        : [{ id: event_id, entity_type, entity_id, action: 'CORRECTION_REQUESTED', payload, occurred_at }],
    () => forgetForm(sql, correctionForm(details.corrects)),
  );
  return { kind: stored ? 'saved' : 'already', event_id };
}
