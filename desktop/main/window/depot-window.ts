import { BrowserWindow, type BrowserWindowConstructorOptions, dialog, ipcMain, type WebContents } from 'electron';
import { CHANNELS, type StatusAct, type StatusView } from '../../preload/status-view.ts';
import { PRELOAD, STATUS_PAGE } from '../places.ts';
import { folderChooser } from './choose-folder.ts';
import { confine } from './confine.ts';

export const WINDOW: BrowserWindowConstructorOptions = {
  width: 1280,
  height: 800,
  minWidth: 900,
  minHeight: 600,
  backgroundColor: '#FBF9F4',
  title: 'Manchengo Hub',
  webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true },
};

/** What the window shows: the hub's page, or why there is none. */
export type Shown = { url: string } | { status: StatusView };

export interface WindowEvents {
  onLanguage(language: unknown): void;
  onStatusAct(act: StatusAct): void;
  onGone(reason: string): void;
}

/** The one window. Closing it ends nothing; it is made anew when somebody opens it again. */
export class DepotWindow {
  readonly #events: WindowEvents;
  #window: BrowserWindow | null = null;
  #shown: Shown | null = null;

  constructor(events: WindowEvents) {
    this.#events = events;
    const own = (sender: WebContents) => sender === this.#window?.webContents;
    ipcMain.on(CHANNELS.language, (event, language: unknown) => own(event.sender) && events.onLanguage(language));
    ipcMain.on(CHANNELS.statusReady, (event) => own(event.sender) && this.#fillStatus());
    const chooseFolder = folderChooser((options) =>
      this.#window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(this.#window, options),
    );
    ipcMain.handle(CHANNELS.chooseFolder, (event) =>
      chooseFolder(own(event.sender) && this.#isPage(event.senderFrame?.url ?? '')),
    );
    ipcMain.on(CHANNELS.statusAct, (event, act: StatusAct) => own(event.sender) && events.onStatusAct(act));
  }

  /** Opens the window, or brings it to the front. */
  open(): void {
    const window = this.#window ?? this.#make();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Turns to another page; a hub that came back at the same address gets its page at its root. */
  show(shown: Shown): void {
    const former = this.#shown;
    this.#shown = shown;
    const isSame = former !== null && JSON.stringify(pageOf(former)) === JSON.stringify(pageOf(shown));
    if (isSame) this.#fillStatus();
    else this.#load();
  }

  reload(): void {
    this.#load();
  }

  #make(): BrowserWindow {
    const window = new BrowserWindow({ ...WINDOW, webPreferences: { ...WINDOW.webPreferences, preload: PRELOAD } });
    this.#window = window;
    confine(window.webContents, () =>
      this.#shown !== null && 'url' in this.#shown ? new URL(this.#shown.url).origin : null,
    );
    window.webContents.on('render-process-gone', (_event, { reason }) => this.#events.onGone(reason));
    window.on('closed', () => {
      this.#window = null;
    });
    this.#load();
    return window;
  }

  /** Whether an address is the hub's page, and not what stands in its place. */
  #isPage(address: string): boolean {
    const shown = this.#shown;
    return shown !== null && 'url' in shown && address.startsWith(`${new URL(shown.url).origin}/`);
  }

  #load(): void {
    if (this.#window === null || this.#shown === null) return;
    const loaded = 'url' in this.#shown ? this.#window.loadURL(this.#shown.url) : this.#window.loadFile(STATUS_PAGE);
    // The next page came first, or the hub has ended again: either is shown by its own state.
    loaded.catch(() => {});
  }

  #fillStatus(): void {
    if (this.#shown !== null && 'status' in this.#shown) {
      this.#window?.webContents.send(CHANNELS.status, this.#shown.status);
    }
  }
}

const pageOf = (shown: Shown): string => ('url' in shown ? shown.url : STATUS_PAGE);
