import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from '#shared/contract/languages.ts';
import { textsOf } from '../texts/texts.ts';
import type { Act } from '../tray/tray-model.ts';

export interface MenuState {
  language: Language;
  startsAtLogin: boolean;
}

/** The window's menu. Electron does what a role says; its own labels for roles are the system's language, so they are ours. */
export function menuModel({ language, startsAtLogin }: MenuState, onAct: (act: Act) => void) {
  const { act, menu } = textsOf(language);
  const click = (which: Act): MenuItemConstructorOptions => ({ label: act[which], click: () => onAct(which) });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    {
      label: menu.file,
      submenu: [
        { ...click('startAtLogin'), type: 'checkbox', checked: startsAtLogin },
        separator,
        { label: menu.closeWindow, role: 'close', accelerator: 'CmdOrCtrl+W' },
        { ...click('quit'), accelerator: 'CmdOrCtrl+Q' },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { label: menu.undo, role: 'undo' },
        { label: menu.redo, role: 'redo' },
        separator,
        { label: menu.cut, role: 'cut' },
        { label: menu.copy, role: 'copy' },
        { label: menu.paste, role: 'paste' },
        { label: menu.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: menu.view,
      submenu: [
        { label: menu.zoomIn, role: 'zoomIn' },
        { label: menu.zoomOut, role: 'zoomOut' },
        { label: menu.resetZoom, role: 'resetZoom' },
        separator,
        { label: menu.fullScreen, role: 'togglefullscreen' },
      ],
    },
    {
      label: menu.help,
      submenu: [
        click('restart'),
        click('diagnostics'),
        click('keyring'),
        separator,
        { label: menu.about, role: 'about' },
      ],
    },
  ] satisfies MenuItemConstructorOptions[];
}
