import { app } from 'electron';
import { DesktopProgram } from './desktop-program.ts';
import { HIDDEN } from './login/autostart-entry.ts';
import { showRunningHub } from './window/running-hub.ts';

// One a PC: a second start shows the first one's window, and ends.
if (!app.requestSingleInstanceLock()) app.quit();
// No await at the top level: Electrons before 28 load no module that has one.
else void app.whenReady().then(start);

/** macOS hands no arguments to login items, and says it itself. */
const isStartedWithSession = (): boolean =>
  process.argv.includes(HIDDEN) || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);

function start(): void {
  const running = process.env.MANCHENGO_DESKTOP_URL;
  if (running) showRunningHub(running);
  else new DesktopProgram().start(!isStartedWithSession());
}
