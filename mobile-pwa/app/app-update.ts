import { useEffect, useSyncExternalStore } from 'react';
import { askForUpdates } from './update-asking.ts';

/** A newer app lies ready beside this one; it takes over when the person says so, never in the middle of something. */
let ready: ServiceWorker | null = null;
let isRegistered = false;
const listeners = new Set<() => void>();

function register(): void {
  if (isRegistered || import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  isRegistered = true;
  navigator.serviceWorker.register('/sw.js').then(watch, () => {
    // Without it the app works where there is a network; the next start asks again.
    isRegistered = false;
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The first of all takes over by itself: nothing ran before it.
    if (registration.waiting === null || registration.active === null) return;
    ready = registration.waiting;
    for (const listener of listeners) listener();
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  askForUpdates({ ask: () => registration.update() });
}

/** It takes over, and the page is opened anew with it: what was typed has kept itself. */
function apply(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  // What the worker that vite-plugin-pwa generates listens to.
  ready?.postMessage({ type: 'SKIP_WAITING' });
}

export function useAppUpdate(): { isReady: boolean; apply: () => void } {
  useEffect(register, []);
  const isReady = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ready !== null,
  );
  return { isReady, apply };
}
