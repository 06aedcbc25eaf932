import { join } from 'node:path';
import { app, dialog, Menu, powerMonitor, powerSaveBlocker, safeStorage, shell } from 'electron';
import { isLanguage } from '#shared/contract/languages.ts';
import { crashLine, onUncaught } from './crash-log.ts';
import { writeDiagnostics } from './diagnostics/diagnostics.ts';
import { logFile } from './diagnostics/log-file.ts';
import { hasKeyring } from './hub/answer-vault.ts';
import { type Forked, forkHub } from './hub/fork-hub.ts';
import { type HubState, HubSupervisor } from './hub/hub-supervisor.ts';
import { startAtLogin } from './login/start-at-login.ts';
import { menuModel } from './menu/menu-model.ts';
import { readPreferences, savePreferences } from './preferences.ts';
import { quitQuestion } from './status/quit-question.ts';
import { type Report, reportSentence, statusView } from './status/status-model.ts';
import { stayAwake } from './stay-awake.ts';
import { textsOf } from './texts/texts.ts';
import { DepotTray } from './tray/depot-tray.ts';
import { type Act, mustStayAwake, trayModel } from './tray/tray-model.ts';
import { DepotWindow } from './window/depot-window.ts';

/** Puts the parts together: one hub, one window, one tray, and who tells whom. */
export class DesktopProgram {
  readonly #userData = app.getPath('userData');
  readonly #preferencesFile = join(this.#userData, 'desktop.json');
  readonly #hubLog = logFile(join(this.#userData, 'logs', 'hub.log'));
  readonly #crashLog = logFile(join(this.#userData, 'logs', 'crash.log'));
  readonly #login = startAtLogin(app, process.env.APPIMAGE ?? app.getPath('exe'));
  readonly #keepAwake = stayAwake(powerSaveBlocker);
  readonly #window: DepotWindow;
  readonly #supervisor: HubSupervisor;
  readonly #tray: DepotTray;
  #preferences = readPreferences(this.#preferencesFile);
  #forked: Forked | null = null;
  #report: Report = null;
  #hasEnded = false;

  constructor() {
    this.#window = new DepotWindow({
      onLanguage: (language) => this.#setLanguage(language),
      onStatusAct: (act) => this.#do(act),
      onGone: (reason) => {
        this.#crashLog.write(crashLine('window', { reason }, new Date()));
        this.#window.reload();
      },
    });
    this.#supervisor = new HubSupervisor({
      fork: (onReport) => {
        this.#forked = forkHub(this.#hubLog, onReport);
        return this.#forked;
      },
      now: () => performance.now(),
      after: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
    });
    this.#tray = new DepotTray(trayModel(this.#supervisor.state, this.#preferences.language), (act) => this.#do(act));
    this.#supervisor.onChange = (state) => this.#turned(state);
  }

  /** With `opensWindow` false it was started with the PC, and nobody is there to see a window. */
  start(opensWindow: boolean): void {
    this.#watchForCrashes();
    this.#showMenu();
    // Once, by the program as it was installed: whoever turns it off is not asked again.
    if (app.isPackaged && this.#preferences.isFirstStart) this.#login.set(true);
    if (this.#preferences.isFirstStart) this.#savePreferences();
    app.on('second-instance', () => this.#window.open());
    app.on('activate', () => this.#window.open());
    // Its closing ends nothing: the hub goes on for the yard.
    app.on('window-all-closed', () => {});
    app.on('before-quit', (event) => this.#beforeQuit(event));
    powerMonitor.on('suspend', () => this.#hubLog.write(crashLine('this PC', 'falls asleep', new Date())));
    powerMonitor.on('resume', () => this.#forked?.tell({ tell: 'woke-up' }));
    this.#supervisor.start();
    if (opensWindow) this.#window.open();
  }

  #turned(state: HubState): void {
    if (state.kind === 'down') this.#crashLog.write(crashLine('hub', state.sentence, new Date()));
    if (state.kind === 'running') this.#report = null;
    this.#keepAwake(mustStayAwake(state));
    this.#show();
  }

  #show(): void {
    const { state } = this.#supervisor;
    const { language } = this.#preferences;
    this.#tray.show(trayModel(state, language));
    const status = statusView(state, this.#report, language);
    if (status !== null) this.#window.show({ status });
    else if (state.kind === 'running') this.#window.show({ url: state.desktopUrl });
  }

  #showMenu(): void {
    const { language } = this.#preferences;
    const model = menuModel({ language, startsAtLogin: this.#login.isOn() }, (act) => this.#do(act));
    Menu.setApplicationMenu(Menu.buildFromTemplate(model));
  }

  #setLanguage(language: unknown): void {
    if (!isLanguage(language) || language === this.#preferences.language) return;
    this.#preferences = { ...this.#preferences, language };
    this.#savePreferences();
    this.#showMenu();
    this.#show();
  }

  #savePreferences(): void {
    try {
      savePreferences(this.#preferencesFile, this.#preferences);
    } catch (error) {
      this.#hubLog.write(crashLine('preferences', error, new Date()));
    }
  }

  #do(act: Act): void {
    const acts: Record<Act, () => void> = {
      open: () => this.#window.open(),
      restart: () => void this.#supervisor.restart(),
      diagnostics: () => this.#reportToSupport(),
      quit: () => void this.#askToQuit(),
      keyring: () => void this.#sayKeyring(),
      startAtLogin: () => {
        this.#login.set(!this.#login.isOn());
        this.#showMenu();
      },
    };
    // What the page names is no key of ours until it is found here.
    if (Object.hasOwn(acts, act)) acts[act]();
  }

  #reportToSupport(): void {
    const { language } = this.#preferences;
    const written = writeDiagnostics(app.getPath('downloads'), {
      at: new Date(),
      versions: { app: app.getVersion(), ...process.versions, platform: `${process.platform} ${process.arch}` },
      state: this.#supervisor.state,
      hubLog: this.#hubLog.read(),
      crashLog: this.#crashLog.read(),
    });
    this.#report = written.ok ? { file: written.value } : 'failed';
    if (written.ok) shell.showItemInFolder(written.value);
    const message = reportSentence(this.#report, language) ?? '';
    if (this.#supervisor.state.kind !== 'running') this.#show();
    else void dialog.showMessageBox({ type: 'info', message });
  }

  #sayKeyring(): Promise<unknown> {
    const { keyring } = textsOf(this.#preferences.language);
    const isSealed = hasKeyring(safeStorage);
    return dialog.showMessageBox({
      type: isSealed ? 'info' : 'warning',
      message: isSealed ? keyring.sealed : keyring.open,
    });
  }

  /** A person wants to end it. A session that ends asks nobody. */
  async #askToQuit(): Promise<void> {
    const question = quitQuestion(this.#supervisor.state, this.#preferences.language);
    if (question === null) return app.quit();
    const { title, detail, buttons } = question;
    const asked = { type: 'warning' as const, message: title, detail, buttons, defaultId: 0, cancelId: 0 };
    if ((await dialog.showMessageBox(asked)).response === 1) app.quit();
  }

  /** The hub ends first, in its own time: what it is just taking is answered. */
  #beforeQuit(event: { preventDefault(): void }): void {
    if (this.#hasEnded) return;
    event.preventDefault();
    void this.#supervisor.stop().then(() => {
      this.#hasEnded = true;
      app.quit();
    });
  }

  #watchForCrashes(): void {
    const fatal = {
      uptimeS: () => process.uptime(),
      relaunch: () => app.relaunch(),
      exit: (code: number) => app.exit(code),
    };
    process.on('uncaughtException', onUncaught(this.#crashLog, fatal));
    app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
      this.#crashLog.write(crashLine('child process', { type, reason, exitCode }, new Date()));
    });
  }
}
