import type { WebContents } from 'electron';

/** To put a text on the clipboard, which is what the screen's "copy" does. */
const GRANTED = ['clipboard-sanitized-write'];

/**
 * The page stays at home, whatever it shows: no other page, frame, window or guest, and no power but to copy a text.
 * `home` is the hub's origin as it is now, null while no hub runs.
 */
export function confine(
  webContents: Pick<WebContents, 'setWindowOpenHandler' | 'on' | 'session'>,
  home: () => string | null,
): void {
  const isHome = (url: string): boolean => URL.canParse(url) && new URL(url).origin === home();
  const stayHome = (event: { url: string; preventDefault(): void }) => {
    if (!isHome(event.url)) event.preventDefault();
  };
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', stayHome);
  webContents.on('will-frame-navigate', stayHome);
  webContents.on('will-redirect', stayHome);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  const isGranted = (permission: string, url: string): boolean => GRANTED.includes(permission) && isHome(url);
  const { session } = webContents;
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isGranted(permission, requestingUrl)),
  );
  // Some powers are looked up and never asked for.
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
}
