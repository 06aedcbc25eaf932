import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { readShortCode, typedCode } from '#shared/domain/short-code.ts';
import { giveCue } from '../../app/cue.ts';
import { usePhone } from '../../app/phone-context.tsx';
import type { Scanned } from '../../store/views.ts';
import type { PhoneApi } from '../../sync/phone-api.ts';
import type { ScannedCode } from '../../sync/scanned-code.ts';
import { useEachOnce } from './code-input.tsx';

/** The delivery that a code is for, and how it was read. */
export interface Note {
  delivery_id: string;
  scanned: Scanned;
}

/** What a code comes to on the screen that read it. */
export type Judged =
  | ({ kind: 'opens' } & Note)
  /** The note of another stop than the one that is open. */
  | ({ kind: 'other_stop' } & Note)
  /** A short code is typed inside the stop whose note it stands on: it does not say which that is. */
  | { kind: 'short' }
  | { kind: 'refused'; found: Exclude<ScannedCode, { kind: 'genuine' | 'unverified' }> };

/** `stopId`: the stop that is open; null where any may be. */
async function judge(phone: PhoneApi, code: string, stopId: string | null): Promise<Judged> {
  const at = new Date().toISOString();
  if (stopId !== null && typedCode(code) !== null) {
    return { kind: 'opens', delivery_id: stopId, scanned: { code, check: 'typed', at } };
  }
  const found = await phone.checkCode(code);
  if (found.kind === 'genuine' || found.kind === 'unverified') {
    const isOther = stopId !== null && stopId !== found.delivery_id;
    const scanned: Scanned = { code, check: found.kind, at };
    return { kind: isOther ? 'other_stop' : 'opens', delivery_id: found.delivery_id, scanned };
  }
  return found.kind === 'not_ours' && readShortCode(code) !== null ? { kind: 'short' } : { kind: 'refused', found };
}

const isGood = (judged: Judged): boolean =>
  judged.kind === 'opens' || (judged.kind === 'refused' && judged.found.kind === 'depot');

/** A genuine code opens its delivery. Any other, and one of another stop than the open one, is for the person to judge. */
export function useCodeCheck(stopId: string | null) {
  const phone = usePhone();
  const [, navigate] = useLocation();
  const [seen, setSeen] = useState<{ code: string; judged: Judged } | null>(null);
  const open = useCallback(
    ({ delivery_id, scanned }: Note) => navigate(`/deliveries/${delivery_id}`, { state: scanned, replace: true }),
    [navigate],
  );
  const check = useCallback(
    async (text: string): Promise<void> => {
      const code = text.trim();
      const judged = await judge(phone, code, stopId);
      giveCue(isGood(judged) ? 'good' : 'bad');
      if (judged.kind === 'opens') open(judged);
      else setSeen({ code, judged });
    },
    [phone, open, stopId],
  );
  return { seen, dismiss: () => setSeen(null), open, look: useEachOnce(check) };
}
