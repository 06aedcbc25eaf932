import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../start-world.ts';
import { Cdp } from './cdp.ts';
import { type Display, openDisplay } from './display.ts';
import { bundleForOldElectron } from './old-electron/bundle.ts';
import { type ElectronRuntime, electronRuntime, START_FOLDER_APP } from './runtime.ts';

const DIST = path.resolve('dist');
const SHIPPED = path.join(DIST, 'desktop-main');

const START_FOLDER = path.resolve(import.meta.dirname, 'old-electron/start-folder.cjs');

/** An Electron with our shipped bundle, a screen to show it on, and a home of its own. */
export interface Desk {
  runtime: ElectronRuntime;
  display: Display;
  /** The folder that Electron is started on, and the main file that is run there. */
  app: string;
  main: string;
  /** The account's home, with its settings and downloads. */
  home: string;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const runtime = electronRuntime();
  if (runtime === null) throw new Error('no Electron is here');
  const home = await mkdtemp(path.join(tmpdir(), 'manchengo-desk-'));
  // Next to the shipped bundles, so that the main process finds the others by the same ways.
  const built = runtime.isOld ? await mkdtemp(path.join(DIST, 'desktop-test-')) : null;
  if (built !== null) await bundleForOldElectron(SHIPPED, built);
  const app = path.join(home, 'app');
  await mkdir(app);
  const main = built === null ? path.join(SHIPPED, 'main.js') : path.join(built, 'main.cjs');
  const watched = path.relative(app, path.resolve(import.meta.dirname, 'watch-tray.cjs'));
  await writeFile(path.join(app, 'package.json'), JSON.stringify({ name: 'manchengo-hub', main: watched }));
  const display = await openDisplay();
  return {
    runtime,
    display,
    app,
    main,
    home,
    async close() {
      await display.close();
      await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      if (built !== null) await rm(built, { recursive: true, force: true });
    },
  };
}

/** The desktop program as a clerk's PC runs it; looked at through its main process's inspector and its pages' DevTools. */
export interface DesktopProgram {
  process: ChildProcess;
  /** Evaluates in the main process; `electron` is at hand. */
  main<T>(expression: string): Promise<T>;
  /** Which process the hub runs in now. */
  hubPid(): Promise<number>;
  /** The page of the one window once it satisfies, or an error that says what is there. */
  page(address: RegExp): Promise<Cdp>;
  /** The addresses of all pages that are open. */
  pages(): Promise<string[]>;
  log(): string;
  /** Waits for an end that somebody asked for. → the exit code. */
  ended(): Promise<number | null>;
  /** As a session's end does it. */
  end(): Promise<void>;
}

/** The data folder is given by `userData`; `env` comes on top of this account's, as an operator sets it. */
export async function startDesktop(
  desk: Desk,
  { userData, env = {}, args = [] }: { userData: string; env?: Record<string, string>; args?: string[] },
): Promise<DesktopProgram> {
  const child = launch(desk, { userData, env, args: [...args, '--inspect=0', '--remote-debugging-port=0'] });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const address = async (form: RegExp): Promise<string> => {
    const found = await eventually(
      () => form.exec(said)?.[1] ?? (child.exitCode === null ? null : 'gone'),
      Boolean,
      `${form}`,
    );
    if (found === 'gone' || found === null) throw new Error(`Electron ended at once: ${said}`);
    return found;
  };
  const inspector = await Cdp.open(await address(/Debugger listening on (ws:\S+)/));
  const devTools = new URL(await address(/DevTools listening on (ws:\S+)/));
  const targets = async () => {
    const answer = await fetch(`http://${devTools.host}/json/list`);
    const all = (await answer.json()) as { type: string; url: string; webSocketDebuggerUrl: string }[];
    return all.filter(({ type }) => type === 'page');
  };
  const main = <T>(expression: string): Promise<T> =>
    inspector.evaluate(`(async (electron) => (${expression}))(require('electron'))`);
  const ofHub = desk.runtime.isOld
    ? 'globalThis.forkedHub.pid'
    : "electron.app.getAppMetrics().find(({ name }) => name === 'hub')?.pid";
  return {
    process: child,
    main,
    hubPid: () => main<number>(ofHub),
    async page(form) {
      const found = await eventually(targets, (all) => all.some(({ url }) => form.test(url)), `a page at ${form}`);
      const page = await Cdp.open(found.find(({ url }) => form.test(url))?.webSocketDebuggerUrl ?? '');
      // Its address is known before its document is there, and the one before still answers.
      const href = () => page.evaluate<string>('location.href').catch(() => '');
      await eventually(href, (at) => form.test(at), `the document of ${form}`);
      return page;
    },
    pages: async () => (await targets()).map(({ url }) => url),
    log: () => said,
    async ended() {
      // Node does not end while somebody looks into it.
      inspector.close();
      return exit;
    },
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      inspector.close();
      await exit;
    },
  };
}

/** Starts Electron and does not wait: a second start ends by itself. */
export function launch(
  desk: Desk,
  { userData, env = {}, args = [] }: { userData: string; env?: Record<string, string>; args?: string[] },
): ChildProcess {
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${userData}`];
  return spawn(desk.runtime.program, [...flags, ...args, desk.app], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: desk.home,
      XDG_CONFIG_HOME: path.join(desk.home, '.config'),
      DISPLAY: desk.display.name,
      MANCHENGO_PORT: '0',
      MANCHENGO_LOG_LEVEL: 'warn',
      [START_FOLDER_APP]: START_FOLDER,
      MANCHENGO_TEST_MAIN: desk.main,
      MANCHENGO_TEST_NODE: process.execPath,
      MANCHENGO_TEST_BUNDLE: SHIPPED,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
