import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, utilityProcess } from 'electron';
import { awaitHub } from './hub-process.ts';
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
      const env = { MANCHENGO_DATA_DIR: app.getPath('userData'), ...process.env };
      return awaitHub(utilityProcess.fork(HUB, [], { stdio: 'pipe', serviceName: 'hub', env }));
    },
    showError: (title, sentence) => dialog.showErrorBox(title, sentence),
    onAllClosed: (then) => app.on('window-all-closed', then),
    quit: () => app.quit(),
  },
  process.env.MANCHENGO_DESKTOP_URL ?? null,
);
