import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { autostartEntry, HIDDEN } from './autostart-entry.ts';

const ENTRY = 'manchengo-hub.desktop';

export interface StartAtLogin {
  isOn(): boolean;
  set(on: boolean): void;
}

type LoginApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings' | 'getPath'>;

/** Whether the program starts with the PC's session, without a window: a login item, on Linux a file. */
export function startAtLogin(app: LoginApp, program: string, platform = process.platform): StartAtLogin {
  if (platform !== 'linux') {
    const asked = { path: program, args: [HIDDEN] };
    return {
      // On Windows a person may have turned it off in the task manager, which leaves the item where it is.
      isOn: () => {
        const { openAtLogin, executableWillLaunchAtLogin = openAtLogin } = app.getLoginItemSettings(asked);
        return openAtLogin && executableWillLaunchAtLogin;
      },
      set: (openAtLogin) => app.setLoginItemSettings({ ...asked, openAtLogin }),
    };
  }
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, ENTRY);
  return {
    isOn: () => existsSync(file),
    set(on) {
      if (!on) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, autostartEntry(program));
    },
  };
}
