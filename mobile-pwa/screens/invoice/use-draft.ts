import { useCallback, useEffect, useRef, useState } from 'react';
import { usePhone } from '../../app/phone-context.tsx';
import type { DraftInvoice } from '../../store/views.ts';
import { isBlank } from './draft.ts';

const AFTER_TYPING_MS = 400;
const AT_LEAST_EVERY_MS = 5_000;

/** A draft that keeps itself: soon after each change, every 5 s at the latest, and when the page is left. */
export function useDraft(initial: DraftInvoice) {
  const phone = usePhone();
  const [draft, setDraft] = useState(initial);
  const [isKept, setKept] = useState(true);
  const latest = useRef(draft);
  const unsaved = useRef(false);

  const keep = useCallback(async (): Promise<void> => {
    if (!unsaved.current || isBlank(latest.current)) return;
    unsaved.current = false;
    try {
      await phone.saveDraft(latest.current);
      setKept(!unsaved.current);
    } catch {
      // Tried again within five seconds; meanwhile the screen does not say that it was kept.
      unsaved.current = true;
    }
  }, [phone]);

  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const change = useCallback(
    (next: DraftInvoice) => {
      latest.current = next;
      unsaved.current = true;
      setKept(false);
      setDraft(next);
      clearTimeout(soon.current);
      soon.current = setTimeout(() => void keep(), AFTER_TYPING_MS);
    },
    [keep],
  );

  useEffect(() => {
    const timer = setInterval(() => void keep(), AT_LEAST_EVERY_MS);
    const leave = () => void keep();
    document.addEventListener('visibilitychange', leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', leave);
      leave();
    };
  }, [keep]);

  /** From now on nothing writes the draft any more: it was issued or deleted. */
  const settle = useCallback(() => {
    unsaved.current = false;
  }, []);
  return { draft, change, isKept, settle };
}
