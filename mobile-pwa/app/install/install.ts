import { useSyncExternalStore } from 'react';

/** As Chromium offers it; other browsers offer nothing, and have a menu. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** How this app gets onto the home screen of this phone; `done`: it is there. */
export type Install = 'done' | 'button' | 'ios' | 'menu';

let offered: InstallPrompt | null = null;
let isInstalled = false;
const listeners = new Set<() => void>();
function changed(): void {
  for (const listener of listeners) listener();
}

/** Before anything is drawn: the browser offers it once, and early. */
export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    // The browser's own bar would come while somebody is typing.
    event.preventDefault();
    offered = event as InstallPrompt;
    changed();
  });
  window.addEventListener('appinstalled', () => {
    isInstalled = true;
    offered = null;
    changed();
    // An installed app may be promised that nothing of it is thrown away.
    void navigator.storage?.persist();
  });
}

/** What the browser asks is its own question; it is offered once. */
export function install(): void {
  const prompt = offered;
  offered = null;
  changed();
  void prompt?.prompt();
}

export function useInstall(): Install {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, wayToInstall);
}

function wayToInstall(): Install {
  const isOnHomeScreen =
    window.matchMedia('(display-mode: standalone)').matches ||
    (navigator as { standalone?: boolean }).standalone === true;
  if (isInstalled || isOnHomeScreen) return 'done';
  if (offered !== null) return 'button';
  return isIos() ? 'ios' : 'menu';
}

/** An iPad calls itself a Mac, which has no touch screen. */
function isIos(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
