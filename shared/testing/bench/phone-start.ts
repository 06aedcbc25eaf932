import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { CHROMIUM, FLAGS } from '../world/browser/chromium.ts';
import { Cdp } from '../world/electron/cdp.ts';
import { eventually } from '../world/start-world.ts';
import { noteFromNowOn, type Sight, type Telling } from './phone-watch.ts';

/** In ms by the page's clock, since it began to open. `pageThread` is what its own thread ran until the tour stood. */
export interface Start {
  paint: number;
  view: number;
  tour: number;
  pageThread: number;
}

/** A browser that is asked for nothing but its slowness and, at the end, what it has noted. */
export interface UnwatchedBrowser {
  start(url: string): Promise<Start>;
  close(): Promise<void>;
}

/**
 * Playwright has the origin of every request noted, and for that the browser reads a whole program again (1.8 s of a start
 * that is slowed six times). No phone is looked into like that, so this one is not either.
 */
export async function openUnwatched(
  profile: string,
  size: { width: number; height: number },
  slowdown: number,
  sights: Record<'view' | 'tour', Sight>,
): Promise<UnwatchedBrowser> {
  const window = `--window-size=${size.width},${size.height}`;
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--lang=fr-FR', window];
  const browser = spawn(CHROMIUM, [...FLAGS, ...own, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const host = await addressOf(browser);
  const note = `
    window.told = [];
    window.tourStands = new Promise((resolve) => {
      window.tellBench = (it) => {
        told.push(JSON.parse(it));
        if (told.at(-1).name === 'tour') resolve(told);
      };
    });
    (${noteFromNowOn})(${JSON.stringify(sights)});`;
  return {
    async start(url) {
      const opened = await fetch(`http://${host}/json/new?about:blank`, { method: 'PUT' });
      const tab = (await opened.json()) as { id: string; webSocketDebuggerUrl: string };
      const page = await Cdp.open(tab.webSocketDebuggerUrl);
      await page.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      await page.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.send('Page.enable');
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source: note });
      await page.send('Page.navigate', { url });
      const started = await tourOf(page);
      page.close();
      await fetch(`http://${host}/json/close/${tab.id}`);
      return started;
    },
    async close() {
      const gone = once(browser, 'exit');
      browser.kill();
      await gone;
    },
  };
}

async function addressOf(browser: ChildProcess): Promise<string> {
  let said = '';
  browser.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const found = await eventually(
    () => /DevTools listening on ws:\/\/([^/]+)/.exec(said)?.[1],
    Boolean,
    'the browser’s address',
  );
  return found ?? '';
}

async function tourOf(page: Cdp): Promise<Start> {
  const told = await page.evaluate<Telling[]>('tourStands');
  const at = (name: string): number => {
    const found = told.find((it) => it.kind === 'painted' && it.name === name);
    return found?.kind === 'painted' ? found.at : Number.NaN;
  };
  const { metrics } = (await page.send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
  const paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";
  return {
    paint: (await page.evaluate<number | undefined>(paint)) ?? Number.NaN,
    view: at('view'),
    tour: at('tour'),
    pageThread: (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000,
  };
}
