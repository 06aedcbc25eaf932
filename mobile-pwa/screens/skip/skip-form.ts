import type { VisitSkipped } from '#shared/contract/events.ts';

/** Why a stop is passed by, as it is filled in. */
export interface SkipForm {
  reason: VisitSkipped['reason'] | null;
  note: string;
  /** YYYY-MM-DD, or empty: the day on which the client asks to be visited instead. */
  ask_day: string;
}

export const BLANK_SKIP: SkipForm = { reason: null, note: '', ask_day: '' };

export const isBlankSkip = ({ reason, note, ask_day }: SkipForm): boolean =>
  reason === null && note === '' && ask_day === '';

/** For the wire; null while there is no reason. */
export function skipOf({ reason, note, ask_day }: SkipForm): VisitSkipped | null {
  if (reason === null) return null;
  return { reason, ...(note.trim() !== '' && { note: note.trim() }), ...(ask_day !== '' && { ask_day }) };
}
