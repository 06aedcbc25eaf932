import { useEffect } from 'react';
import { usePhone, usePhoneQuery } from './phone-context.tsx';

const LOOK_EVERY_MS = 1_000;

/** Locks the phone once nobody has touched it for as long as its person chose. Two clocks are read: one may stand still while the phone sleeps, the other may be set. */
export function IdleWatch() {
  const phone = usePhone();
  const { data: pin } = usePhoneQuery(['pin'], (api) => api.pinSettings());
  const idleMs = pin ? pin.idleMinutes * 60_000 : null;
  useEffect(() => {
    if (idleMs === null) return;
    const now = () => ({ set: Date.now(), steady: performance.now() });
    let touched = now();
    const isIdle = () => Math.max(now().set - touched.set, now().steady - touched.steady) >= idleMs;
    const look = () => {
      if (isIdle()) void phone.lockNow();
    };
    // The touch that wakes a phone up is not one that kept it awake.
    const touch = () => {
      if (isIdle()) void phone.lockNow();
      else touched = now();
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    document.addEventListener('pointerdown', touch, true);
    document.addEventListener('keydown', touch, true);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      document.removeEventListener('pointerdown', touch, true);
      document.removeEventListener('keydown', touch, true);
    };
  }, [idleMs, phone]);
  return null;
}
