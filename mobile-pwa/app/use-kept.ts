import { useCallback, useEffect, useRef, useState } from 'react';

const AGAIN_AFTER_MS = 5_000;

export interface KeptOptions<T> {
  save: (value: T) => Promise<void>;
  /** Nothing was typed yet that would be worth keeping. */
  isBlank: (value: T) => boolean;
  /** How long after a change it is stored. 0: with the key that made it. */
  afterMs: number;
}

/**
 * What a form holds, as it keeps itself: after each change, again every five seconds where that failed, and when the page
 * is left or hidden. Leaving it asks nothing and loses nothing.
 */
export function useKept<T>(initial: T, { save, isBlank, afterMs }: KeptOptions<T>) {
  const [value, setValue] = useState(initial);
  const [isKept, setKept] = useState(true);
  const latest = useRef(value);
  const unsaved = useRef(false);
  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const keep = useCallback(async (): Promise<void> => {
    if (!unsaved.current || isBlank(latest.current)) return;
    unsaved.current = false;
    try {
      // Sent at once, so that whoever asks the store next is answered with this.
      await save(latest.current);
      setKept(!unsaved.current);
    } catch {
      // Tried again soon; meanwhile the screen does not say that it was kept.
      unsaved.current = true;
    }
  }, [save, isBlank]);

  const change = useCallback(
    (next: T) => {
      latest.current = next;
      unsaved.current = true;
      setKept(false);
      setValue(next);
      clearTimeout(soon.current);
      if (afterMs === 0) void keep();
      else soon.current = setTimeout(() => void keep(), afterMs);
    },
    [keep, afterMs],
  );

  useEffect(() => {
    const timer = setInterval(() => void keep(), AGAIN_AFTER_MS);
    const leave = () => void keep();
    document.addEventListener('visibilitychange', leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', leave);
      leave();
    };
  }, [keep]);

  /** From now on nothing writes it any more, unless it is changed again: it was recorded or deleted. */
  const settle = useCallback(() => {
    unsaved.current = false;
  }, []);
  return { value, change, isKept, settle };
}
