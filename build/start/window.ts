import { existsSync } from 'node:fs';
import path from 'node:path';
import { electronProgram, fetchElectron } from './electron.ts';
import type { Household } from './household.ts';

export type OpenedWindow = 'electron' | 'browser' | 'none';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge', 'brave-browser'];

/** Opens the depot's screen: in Electron, else in a browser, else not at all. Never fails: the addresses always work. */
export async function openWindow(
  household: Household,
  url: string,
  dataDir: string,
  say: (line: string) => void,
): Promise<OpenedWindow> {
  if (!hasDisplay()) return 'none';
  const electron = electronProgram() ?? (await fetchElectron(say));
  if (electron !== null) {
    household.start('window', electron.program, electron.args, { ...process.env, MANCHENGO_DESKTOP_URL: url });
    return 'electron';
  }
  const [program, args] = browser(url, dataDir);
  if (program === null) return 'none';
  household.start('window', program, args, process.env);
  return 'browser';
}

function hasDisplay(): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** A Chromium shows the screen as a window of its own, with a profile of its own; any other browser in a tab. */
function browser(url: string, dataDir: string): [string, string[]] | [null] {
  if (process.platform === 'darwin') return ['open', [url]];
  if (process.platform === 'win32') return ['cmd', ['/c', 'start', '', url]];
  const chromium = BROWSERS.find(isOnPath);
  if (chromium !== undefined) {
    const profile = path.join(dataDir, 'window');
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return [
      chromium,
      [`--app=${url}`, `--user-data-dir=${profile}`, '--no-first-run', '--window-size=1280,800', ...asRoot],
    ];
  }
  return isOnPath('xdg-open') ? ['xdg-open', [url]] : [null];
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
