import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { readPreferences, savePreferences } from '../preferences.ts';
import { stayAwake } from '../stay-awake.ts';
import { startAtLogin } from './start-at-login.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-login-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('[DESK-7] on Linux a file in the autostart folder starts it with the session, hidden', () => {
  const app = { getPath: () => folder, getLoginItemSettings: vi.fn(), setLoginItemSettings: vi.fn() };
  const login = startAtLogin(app, '/opt/Manchengo Hub/50% "hub"', 'linux');
  expect(login.isOn()).toBe(false);
  login.set(true);
  expect(login.isOn()).toBe(true);
  const entry = readFileSync(path.join(folder, 'autostart', 'manchengo-hub.desktop'), 'utf8');
  expect(entry).toContain('Exec="/opt/Manchengo Hub/50%% \\\\"hub\\\\"" --hidden\n');
  expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
  login.set(false);
  login.set(false);
  expect(login.isOn()).toBe(false);
  expect(app.setLoginItemSettings).not.toHaveBeenCalled();
});

test.each(['win32', 'darwin'] as const)('[DESK-7] on %s it is a login item, hidden', (platform) => {
  const setLoginItemSettings = vi.fn();
  const getLoginItemSettings = vi.fn(() => ({ openAtLogin: true }));
  const login = startAtLogin(
    { getPath: vi.fn(), getLoginItemSettings, setLoginItemSettings } as never,
    'C:\\hub.exe',
    platform,
  );
  login.set(true);
  expect(setLoginItemSettings).toHaveBeenCalledWith({ path: 'C:\\hub.exe', args: ['--hidden'], openAtLogin: true });
  expect(login.isOn()).toBe(true);
  getLoginItemSettings.mockReturnValue({ openAtLogin: true, executableWillLaunchAtLogin: false } as never);
  expect(login.isOn(), 'turned off in the task manager').toBe(false);
});

test('[DESK-5] the language stays over starts; a damaged file is French again', () => {
  const file = path.join(folder, 'desktop.json');
  expect(readPreferences(file)).toEqual({ language: 'fr', isFirstStart: true });
  savePreferences(file, { language: 'ar' });
  expect(readPreferences(file)).toEqual({ language: 'ar', isFirstStart: false });
  writeFileSync(file, '{"language":"xx"}');
  expect(readPreferences(file).language).toBe('fr');
  writeFileSync(file, '{"lang');
  expect(readPreferences(file).language).toBe('fr');
});

test('[DESK-9] the PC is held awake once, and let go once', () => {
  const blocker = { start: vi.fn(() => 0), stop: vi.fn(() => true) };
  const hold = stayAwake(blocker);
  for (const must of [false, true, true, false, false]) hold(must);
  expect(blocker.start.mock.calls).toEqual([['prevent-app-suspension']]);
  expect(blocker.stop.mock.calls).toEqual([[0]]);
});
