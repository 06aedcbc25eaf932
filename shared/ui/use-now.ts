import { useEffect, useState } from 'react';
import { systemClock } from '#shared/ports/clock.ts';

/** Ages are told in minutes: twice as often is enough. */
const TICK_MS = 30_000;

/** The time for ages on screen, in milliseconds, moving on by itself. */
export function useNow(): number {
  const [now, setNow] = useState(systemClock.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(systemClock.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
