import { useEffect, useState } from 'react';

/** A hand that taps twice does so within half a second. */
const SETTLE_MS = 600;
const NOTHING = Symbol('nothing');

/**
 * Whether what is shown has been there long enough to be meant by a tap. The second of two taps, and one that was made in
 * impatience, fall on whatever has just come under the finger. `about`: what is shown; another one has to settle anew.
 */
export function useSettled(about: unknown = null): boolean {
  const [settled, setSettled] = useState<unknown>(NOTHING);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(about), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [about]);
  return settled === about;
}
