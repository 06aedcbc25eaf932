import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepWindowLink, newWindowToken } from '#hub/app/window-link.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { freePort } from '../../free-port.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call, enrollCode, eventually, signIn, startWorld, type World } from '../start-world.ts';
import type { Cdp } from './cdp.ts';
import { type Desk, type DesktopProgram, launch, openDesk, startDesktop } from './desktop-program.ts';
import { whyNoElectron } from './runtime.ts';

/** The real main process, preload script, menu, window and hub in a real Electron, on a screen that nobody sees. */
let database: TestDatabase;
let world: World;
let desk: Desk;
let program: DesktopProgram;
let userData: string;

const reason = whyNoElectron();
const inElectron = test.skipIf(reason !== null);
const HUB_PAGE = /^http:\/\/127\.0\.0\.1:\d+\//;
const STATUS_PAGE = /^file:.*status\.html$/;

/** From before the program's own code on: what its tray was told, and how questions are answered. */
const TRAY = '(globalThis.seenTray ??= {})';
const menuItem = (label: string): string =>
  `electron.Menu.getApplicationMenu().items.flatMap(({ submenu }) => submenu.items).find(({ label }) => label === ${JSON.stringify(label)})`;
const trayItem = (label: string): string =>
  `${TRAY}.menu.items.find((item) => item.label === ${JSON.stringify(label)})`;

beforeAll(async () => {
  if (reason !== null) return;
  database = await createTestDatabase();
  world = await startWorld(database.url);
  desk = await openDesk();
  userData = path.join(desk.home, 'data');
  // None of those that hubs of other tests try: a hub that is killed has its port back, where nobody else took it meanwhile.
  mkdirSync(userData);
  keepWindowLink(userData, { port: await freePort(), token: newWindowToken(systemRandom) });
  const code = await enrollCode(world.serverUrl, 'ALG');
  program = await startDesktop(desk, {
    userData,
    env: { MANCHENGO_UPSTREAM: world.serverUrl, MANCHENGO_ENROLL_CODE: code },
  });
});
afterAll(async () => {
  await program?.end();
  await desk?.close();
  await world?.close();
  await database?.drop();
});

/** What the hub says of itself to its own screen. */
async function hubOverview(): Promise<{ origin: string; app_url: string }> {
  const { port, token } = JSON.parse(readFileSync(path.join(userData, 'window.json'), 'utf8'));
  const origin = `http://127.0.0.1:${port}`;
  const { body } = await call(origin, 'GET', '/api/desktop/overview', { authorization: `Bearer ${token}` });
  return { origin, app_url: body.app_url };
}

const hubPage = () => program.page(HUB_PAGE);

async function textOf(page: Cdp, part: string): Promise<string> {
  const text = () => page.evaluate<string>("document.body?.innerText ?? ''");
  return eventually(text, (shown) => shown.includes(part), `the page says ${part}`);
}

/** The state that the tray says once it says this. */
const trayOnce = (part: string) =>
  eventually(
    () => program.main<string>(`${TRAY}.tooltip ?? ''`),
    (said) => said.includes(part),
    `the tray says ${part}`,
  );

inElectron('[DESK-1] in a real Electron the page is the hub’s, sandboxed, and cannot leave', async () => {
  const page = await hubPage();
  await textOf(page, 'Alger');
  expect(await page.evaluate('typeof require + typeof process')).toBe('undefinedundefined');
  await page.evaluate("location.href = 'https://example.com/'");
  await page.evaluate("location.href = 'file:///etc/passwd'");
  expect(await page.evaluate("window.open('https://example.com/') === null")).toBe(true);
  expect(await page.evaluate('Notification.requestPermission()')).toBe('denied');
  expect(await page.evaluate("navigator.clipboard.writeText('BL-ALG-7').then(() => 'copied', String)")).toBe('copied');
  // The system's clipboard has it a moment later than the page.
  await eventually(
    () => program.main('electron.clipboard.readText()'),
    (copied) => copied === 'BL-ALG-7',
    'the clipboard has it',
  );
  expect(await program.pages()).toEqual([expect.stringMatching(HUB_PAGE)]);
  page.close();
});

inElectron(
  '[DESK-2] a second start shows the first one’s window and ends; closing the window ends nothing',
  async () => {
    await program.main('electron.BrowserWindow.getAllWindows()[0].close()');
    await eventually(program.pages, (pages) => pages.length === 0, 'the window is closed');
    const second = launch(desk, { userData });
    expect((await once(second, 'exit'))[0]).toBe(0);
    await textOf(await hubPage(), 'Alger');
  },
);

inElectron('[DESK-5] the menu and the tray follow the page’s language, and say the line', async () => {
  expect(await program.main(`${menuItem('Quitter Manchengo Hub')} !== undefined`)).toBe(true);
  await trayOnce('Tout est au siège');
  const page = await hubPage();
  await page.evaluate("localStorage.setItem('manchengo.language', 'ar'), location.reload()");
  await trayOnce('كل شيء في المقر');
  expect(await program.main(`${menuItem('إنهاء Manchengo Hub')} !== undefined`)).toBe(true);
  page.close();
});

inElectron(
  '[DESK-4] a hub that is killed is told in the window and the tray, and is back at the same address by itself',
  async () => {
    const { origin } = await hubOverview();
    const pid = await program.hubPid();
    process.kill(pid, 'SIGKILL');
    // The next one stands still until all has been looked at.
    const next = await eventually(program.hubPid, (seen) => Number.isInteger(seen) && seen !== pid, 'the next hub');
    process.kill(next, 'SIGSTOP');
    await trayOnce('توقف المركز');
    const status = await program.page(STATUS_PAGE);
    await textOf(status, 'لم يضع شيء');
    expect(await status.evaluate('document.documentElement.dir')).toBe('rtl');
    status.close();
    process.kill(next, 'SIGCONT');
    const page = await hubPage();
    expect(await page.evaluate('location.origin')).toBe(origin);
    expect(await page.evaluate("localStorage.getItem('manchengo.language')"), 'language stays').toBe('ar');
    expect(await program.hubPid()).toBe(next);
    page.close();
  },
);

inElectron('[DESK-8] the report is in the downloads, without the window’s token', async () => {
  await program.main(
    `void (electron.dialog.showMessageBox = async (asked) => ((globalThis.asked = asked), { response: 0 }))`,
  );
  await program.main(`${trayItem('تحضير تقرير للدعم')}.click()`);
  const downloads = await program.main<string>("electron.app.getPath('downloads')");
  const reports = () => readdirSync(downloads).filter((name) => /^manchengo-report-.*\.zip$/.test(name));
  await eventually(reports, ({ length }) => length === 1, 'the report');
  expect(await program.main('globalThis.asked.message')).toContain(downloads);
  expect(readFileSync(path.join(userData, 'logs', 'crash.log'), 'utf8')).toContain(' hub: ');
});

inElectron('[DESK-7] the menu’s switch makes the autostart file, and takes it away', async () => {
  const entry = path.join(desk.home, '.config', 'autostart', 'manchengo-hub.desktop');
  await program.main(`${menuItem('التشغيل مع هذا الحاسوب')}.click()`);
  expect(readFileSync(entry, 'utf8')).toContain('--hidden');
  expect(await program.main(`${menuItem('التشغيل مع هذا الحاسوب')}.checked`)).toBe(true);
  await program.main(`${menuItem('التشغيل مع هذا الحاسوب')}.click()`);
  expect(existsSync(entry)).toBe(false);
});

inElectron(
  '[DESK-6] who quits while a phone is here is asked, and may leave; the hub ends with the program',
  async () => {
    const pid = await program.hubPid();
    const { origin, app_url } = await hubOverview();
    const { authorization, device } = await signIn(app_url, 'driver1.alger');
    const pull = `/api/sync/pull?device_id=${device.id}&since=0`;
    expect((await call(app_url, 'GET', pull, { authorization })).status).toBeLessThan(500);
    await eventually(
      () => program.main<string>(`${TRAY}.menu.items.map(({ label }) => label).join()`),
      (said) => said.includes(': 1'),
      'a phone',
    );
    await program.main(`${trayItem('إنهاء Manchengo Hub')}.click()`);
    expect(await program.main('globalThis.asked.buttons.length')).toBe(2);
    process.kill(pid, 0);
    await program.main('void (electron.dialog.showMessageBox = async () => ({ response: 1 }))');
    await program.main(`void setTimeout(() => ${trayItem('إنهاء Manchengo Hub')}.click())`);
    expect(await program.ended()).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(origin)).rejects.toThrow();
  },
);

inElectron('[DESK-7] started with the PC it opens no window, and works', async () => {
  program = await startDesktop(desk, { userData, args: ['--hidden'] });
  await trayOnce('المقر');
  expect(await program.pages()).toEqual([]);
  await program.main(`${trayItem('فتح Manchengo Hub')}.click()`);
  await hubPage().then((page) => page.close());
});
