import { registerSW } from 'virtual:pwa-register';
import { useEffect, useSyncExternalStore } from 'react';

/** A newer app lies ready beside this one; it takes over when the person says so, never in the middle of something. */
let isReady = false;
const listeners = new Set<() => void>();
let update: ((reload?: boolean) => Promise<void>) | null = null;

function register(): void {
  update ??= registerSW({
    onNeedRefresh() {
      isReady = true;
      for (const listener of listeners) listener();
    },
  });
}

export function useAppUpdate(): { isReady: boolean; apply: () => void } {
  useEffect(register, []);
  const ready = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isReady,
  );
  return { isReady: ready, apply: () => void update?.(true) };
}
