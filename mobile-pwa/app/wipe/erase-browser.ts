import type { PhoneClient } from '../../sync/phone-client.ts';

/** Outlives a reload of this tab and nothing else: an erased phone keeps no note of what it was. */
const MARK = 'manchengo-wiped';
const AGAIN_MS = 2_000;

/** Why HQ had this phone erased, where that has just happened in this tab. */
export const wipedBecause = (): string | null => sessionStorage.getItem(MARK);

/** The phone is to be used anew, by whoever may. */
export function startAnew(): void {
  sessionStorage.removeItem(MARK);
  window.location.assign('/');
}

/** What the worker cannot reach: the app's own copy of its pages, the program that serves it, and what pages noted. */
async function eraseBrowser(reason: string): Promise<void> {
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  localStorage.clear();
  sessionStorage.setItem(MARK, reason);
}

/** When the worker has erased the data, erases the page's part and lets the worker finish. Again until it has worked. */
export function eraseWhenTold(phone: PhoneClient): void {
  let isUnderWay = false;
  const attempt = (reason: string): void => {
    eraseBrowser(reason)
      .then(() => phone.api.finishWipe())
      .catch(() => setTimeout(() => attempt(reason), AGAIN_MS));
  };
  phone.subscribe(() => {
    const { boot } = phone.state();
    if (boot.kind !== 'erased' || isUnderWay) return;
    isUnderWay = true;
    attempt(boot.reason);
  });
}
