import type { BrowserWindowConstructorOptions, WebContents } from 'electron';

/** The few things of Electron that the desktop needs, so that its wiring can be tried without Electron's binary. */
export interface Shell {
  whenReady(): Promise<void>;
  /** False where another window of this app is open already. */
  takeSingleInstance(onSecond: () => void): boolean;
  openWindow(options: BrowserWindowConstructorOptions): ShellWindow;
  /** Forks the hub and gives its ready line, or the sentence with which it gave up. */
  startHub(): Promise<{ ok: true; desktopUrl: string; stop: () => Promise<void> } | { ok: false; sentence: string }>;
  showError(title: string, sentence: string): void;
  onAllClosed(then: () => void): void;
  quit(): void;
}

export interface ShellWindow {
  loadURL(url: string): Promise<void>;
  focus(): void;
  webContents: Pick<WebContents, 'setWindowOpenHandler' | 'on' | 'session'>;
}

export const WINDOW: BrowserWindowConstructorOptions = {
  width: 1280,
  height: 800,
  minWidth: 900,
  minHeight: 600,
  autoHideMenuBar: true,
  backgroundColor: '#FBF9F4',
  title: 'Manchengo Hub',
  webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true },
};

/**
 * The hub in its window. `desktopUrl` is given where a hub runs already (npm start); else one is forked, and ends with
 * the window.
 */
export async function runDesktop(shell: Shell, desktopUrl: string | null): Promise<void> {
  let window: ShellWindow | null = null;
  if (!shell.takeSingleInstance(() => window?.focus())) return shell.quit();
  await shell.whenReady();
  const hub = desktopUrl === null ? await shell.startHub() : { ok: true as const, desktopUrl, stop: async () => {} };
  if (!hub.ok) {
    shell.showError('Manchengo Hub ne peut pas démarrer', hub.sentence);
    return shell.quit();
  }
  shell.onAllClosed(() => void hub.stop().then(() => shell.quit()));
  window = shell.openWindow(WINDOW);
  confine(window, new URL(hub.desktopUrl).origin);
  await window.loadURL(hub.desktopUrl);
}

/** To put a text on the clipboard, which is what the screen's "copy" does. */
const GRANTED = ['clipboard-sanitized-write'];

/** The page stays at home, whatever it shows: no other page, frame, window or guest, and no power but to copy a text. */
function confine({ webContents }: ShellWindow, home: string): void {
  const isHome = (url: string): boolean => URL.canParse(url) && new URL(url).origin === home;
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
