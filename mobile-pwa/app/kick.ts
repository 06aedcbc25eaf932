import type { PhoneClient } from '../sync/phone-client.ts';

/** Whatever says that the network or the person is back makes the phone try at once; the worker itself hears `online`. */
export function kickOnReturn(phone: PhoneClient): void {
  const kick = () => {
    const { kind } = phone.state().boot;
    if (kind === 'ready' || kind === 'wiping') void phone.api.kick();
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') kick();
  });
  window.addEventListener('online', kick);
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', kick);
}

interface SyncRegistration extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

/** Asks the browser to call when the network is back, where it can: it notices sooner than we do. */
export async function askToBeCalled(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
  await registration?.sync?.register('hand-in').catch(() => undefined);
}
