import { app } from 'electron';
import { DepotWindow } from './depot-window.ts';

/** The window alone, for a hub that somebody else started (npm start) and ends. */
export function showRunningHub(url: string): void {
  const window = new DepotWindow({
    onLanguage: () => {},
    onStatusAct: () => {},
    onGone: () => window.reload(),
  });
  app.on('second-instance', () => window.open());
  app.on('window-all-closed', () => app.quit());
  window.show({ url });
  window.open();
}
