import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, safeStorage, utilityProcess } from 'electron';
import { answerVault } from './answer-vault.ts';
import { awaitHub } from './hub-process.ts';
import { hubSettings } from './hub-settings.ts';
import { runDesktop } from './run-desktop.ts';

/** Both are bundled into dist/desktop-main; see vite.config.ts. */
const HUB = fileURLToPath(new URL('./hub.js', import.meta.url));

await runDesktop(
  {
    whenReady: () => app.whenReady(),
    takeSingleInstance: (onSecond) => {
      app.on('second-instance', onSecond);
      return app.requestSingleInstanceLock();
    },
    openWindow: (options) => new BrowserWindow(options),
    startHub: () => {
      const env = hubSettings(app.getPath('userData'), app.isPackaged, process.env);
      const hub = utilityProcess.fork(HUB, [], { stdio: 'pipe', serviceName: 'hub', env });
      answerVault(hub, safeStorage);
      return awaitHub(hub);
    },
    showError: (title, sentence) => dialog.showErrorBox(title, sentence),
    onAllClosed: (then) => app.on('window-all-closed', then),
    quit: () => app.quit(),
  },
  process.env.MANCHENGO_DESKTOP_URL ?? null,
);
