import { useCallback, useEffect, useRef, useState } from 'react';
import { failureOf } from '../sync/phone-client.ts';
import { unkept } from './unkept.ts';

const AGAIN_AFTER_MS = 5_000;

export interface KeptOptions<T> {
  /** Under which `unkept` holds it while the phone is full. */
  name: string;
  save: (value: T) => Promise<void>;
  /** Nothing was typed yet that would be worth keeping. */
  isBlank: (value: T) => boolean;
  /** How long after a change it is stored. 0: with the key that made it. */
  afterMs: number;
}

/** Does what ends a form: see `useKept`. */
export type Settle = <R>(work: () => Promise<R>) => Promise<R>;

/**
 * What a form holds, as it keeps itself: after each change, again every five seconds where that failed, and when the page
 * is left or hidden. Leaving it asks nothing and loses nothing.
 */
export function useKept<T>(initial: T, { name, save, isBlank, afterMs }: KeptOptions<T>) {
  const [value, setValue] = useState(initial);
  const [isKept, setKept] = useState(true);
  const [isUnkept, setUnkept] = useState(false);
  const latest = useRef(value);
  const unsaved = useRef(false);
  const soon = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const keep = useCallback(async (): Promise<void> => {
    if (!unsaved.current || isBlank(latest.current)) return;
    unsaved.current = false;
    try {
      // Sent at once, so that whoever asks the store next is answered with this.
      await save(latest.current);
      unkept.delete(name);
      setKept(!unsaved.current);
      setUnkept(false);
    } catch (error) {
      // Tried again soon; meanwhile the screen does not say that it was kept.
      unsaved.current = true;
      const isFull = failureOf(error) === 'STORAGE_FULL';
      if (isFull) unkept.set(name, latest.current);
      setUnkept(isFull);
    }
  }, [name, save, isBlank]);

  /** What took its time (a photo that was made small) changes what the form holds by then. */
  const change = useCallback(
    (next: T | ((now: T) => T)) => {
      latest.current = typeof next === 'function' ? (next as (now: T) => T)(latest.current) : next;
      unsaved.current = true;
      setKept(false);
      setValue(latest.current);
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

  /** Does what ends the form: once it is recorded or deleted nothing writes it any more, unless it is changed again. */
  const settle = useCallback(
    async <R>(work: () => Promise<R>): Promise<R> => {
      const wasUnsaved = unsaved.current;
      unsaved.current = false;
      try {
        const result = await work();
        unkept.delete(name);
        return result;
      } catch (error) {
        unsaved.current ||= wasUnsaved;
        throw error;
      }
    },
    [name],
  );
  return { value, change, isKept, isUnkept, settle };
}
