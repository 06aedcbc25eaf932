import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { answerVault } from './answer-vault.ts';
import { awaitHub } from './hub-process.ts';
import { hubSettings } from './hub-settings.ts';
import { runDesktop, type Shell, WINDOW } from './run-desktop.ts';

/** A fake of the few calls of Electron that are made; the window itself is seen in the end-to-end tests. */
function fakeShell(start: Awaited<ReturnType<Shell['startHub']>>) {
  const handlers = new Map<string, (event: { preventDefault(): void; url: string }) => void>();
  const session = { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn() };
  const setWindowOpenHandler = vi.fn();
  const loaded: string[] = [];
  let allClosed = () => {};
  const shell = {
    whenReady: async () => {},
    takeSingleInstance: vi.fn(() => true),
    openWindow: vi.fn(() => ({
      loadURL: async (url: string) => void loaded.push(url),
      focus: () => {},
      webContents: {
        setWindowOpenHandler,
        on: (name: string, handler: never) => handlers.set(name, handler),
        session,
      },
    })),
    startHub: vi.fn(async () => start),
    showError: vi.fn(),
    onAllClosed: (then: () => void) => {
      allClosed = then;
    },
    quit: vi.fn(),
  };
  const close = () => allClosed();
  return { shell: shell as unknown as Shell & typeof shell, handlers, session, setWindowOpenHandler, loaded, close };
}

const URL_OF_HUB = 'http://127.0.0.1:41000/?token=t';
const STARTED = { ok: true as const, desktopUrl: URL_OF_HUB, stop: async () => {} };

test('[DESK-1] the window is isolated, sandboxed and without Node, and the page stays at home', async () => {
  expect(WINDOW.webPreferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  });
  const { shell, loaded } = fakeShell(STARTED);
  await runDesktop(shell, null);
  expect(loaded).toEqual([URL_OF_HUB]);
});

test('[DESK-1] its page goes nowhere else, by no link, frame, redirect, window or guest', async () => {
  const { shell, handlers, setWindowOpenHandler } = fakeShell(STARTED);
  await runDesktop(shell, null);
  const isStopped = (name: string, url: string): boolean => {
    const preventDefault = vi.fn();
    handlers.get(name)?.({ preventDefault, url });
    return preventDefault.mock.calls.length > 0;
  };
  const elsewhere = [
    'https://example.com/',
    'http://127.0.0.1:41001/',
    'file:///etc/passwd',
    'javascript:1',
    'about:blank',
    '',
  ];
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    expect(isStopped(name, 'http://127.0.0.1:41000/deliveries'), name).toBe(false);
    expect(
      elsewhere.filter((url) => !isStopped(name, url)),
      name,
    ).toEqual([]);
  }
  expect(isStopped('will-attach-webview', URL_OF_HUB)).toBe(true);
  expect(setWindowOpenHandler.mock.calls[0]?.[0]({ url: URL_OF_HUB })).toEqual({ action: 'deny' });
});

test('[DESK-1] its page gets no permission, asked for or looked up, but to copy a text', async () => {
  const { shell, session } = fakeShell(STARTED);
  await runDesktop(shell, null);
  const asked = (permission: string, requestingUrl: string) => {
    const answer = vi.fn();
    session.setPermissionRequestHandler.mock.calls[0]?.[0](null, permission, answer, { requestingUrl });
    expect(answer).toHaveBeenCalledOnce();
    return answer.mock.calls[0]?.[0];
  };
  const lookedUp = (permission: string, origin: string) =>
    session.setPermissionCheckHandler.mock.calls[0]?.[0](null, permission, origin, {});
  for (const ask of [asked, lookedUp]) {
    const refused = [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'usb',
      'unknown',
    ];
    expect(refused.filter((permission) => ask(permission, URL_OF_HUB) !== false)).toEqual([]);
    expect(ask('clipboard-sanitized-write', 'http://127.0.0.1:41000/')).toBe(true);
    for (const other of ['https://example.com/', '']) expect(ask('clipboard-sanitized-write', other)).toBe(false);
  }
});

test('[DESK-2] a hub that runs already is shown, not started; one that was started ends with its window', async () => {
  const running = fakeShell({ ok: false, sentence: 'unused' });
  await runDesktop(running.shell, URL_OF_HUB);
  expect(running.shell.startHub).not.toHaveBeenCalled();
  const stop = vi.fn(async () => {});
  const own = fakeShell({ ok: true, desktopUrl: URL_OF_HUB, stop });
  await runDesktop(own.shell, null);
  own.close();
  await vi.waitFor(() => expect(own.shell.quit).toHaveBeenCalled());
  expect(stop).toHaveBeenCalledOnce();
});

test('[DESK-2] a hub that cannot start says its sentence and opens no window; a second start opens none either', async () => {
  const broken = fakeShell({ ok: false, sentence: 'Port 8443 is taken.' });
  await runDesktop(broken.shell, null);
  expect(broken.shell.showError).toHaveBeenCalledWith(expect.any(String), 'Port 8443 is taken.');
  expect(broken.shell.openWindow).not.toHaveBeenCalled();
  const second = fakeShell({ ok: true, desktopUrl: URL_OF_HUB, stop: async () => {} });
  second.shell.takeSingleInstance.mockReturnValue(false);
  await runDesktop(second.shell, null);
  expect(second.shell.openWindow).not.toHaveBeenCalled();
});

test('[DESK-2] the ready line is awaited, in whatever pieces it comes; an end before it is told', async () => {
  const fork = () =>
    Object.assign(new EventEmitter(), { stdout: new PassThrough(), stderr: new PassThrough(), kill: () => true });
  const good = fork();
  const started = awaitHub(good as never);
  good.stdout.write('{"ready":"hub","desktop_');
  good.stdout.write(`url":"${URL_OF_HUB}"}\n`);
  expect(await started).toMatchObject({ ok: true, desktopUrl: URL_OF_HUB });
  const bad = fork();
  const ended = awaitHub(bad as never);
  bad.stderr.write('{"level":30}\nThe file is corrupt.\n');
  await vi.waitFor(() => expect(bad.stderr.readableLength).toBe(0));
  bad.emit('exit', 1);
  expect(await ended).toEqual({ ok: false, sentence: 'The file is corrupt.' });
});

/** A keyring of one account, as `safeStorage` is one. */
const keyring = (available: boolean, backend: 'gnome_libsecret' | 'basic_text' = 'gnome_libsecret') => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => Buffer.from(`sealed:${text}`),
  decryptString: (sealed: Buffer) => {
    if (!sealed.toString().startsWith('sealed:')) throw new Error('not ours');
    return sealed.toString().slice('sealed:'.length);
  },
});

/** The channel between the main process and the hub it forked: what one end posts, the other hears. */
function askedBy(vault: ReturnType<typeof keyring>) {
  const hub = Object.assign(new EventEmitter(), {
    answers: [] as unknown[],
    postMessage: (message: unknown) => void hub.answers.push(message),
  });
  answerVault(hub as never, vault);
  return (request: object) => {
    hub.emit('message', request);
    return hub.answers.at(-1);
  };
}

test('[HUB-21] the main process seals and opens for the hub, and answers every question', () => {
  const ask = askedBy(keyring(true));
  const { text } = ask({ id: 1, ask: 'seal', text: 'the key' }) as { text: string };
  expect(Buffer.from(text, 'base64').toString()).toBe('sealed:the key');
  expect(ask({ id: 2, ask: 'open', text })).toEqual({ id: 2, text: 'the key' });
  const foreign = Buffer.from('of another account').toString('base64');
  expect(ask({ id: 3, ask: 'open', text: foreign })).toEqual({ id: 3, text: null });
});

test('[HUB-20] a machine without a keyring of its own says so, and the key stays in its file', () => {
  for (const vault of [keyring(false), keyring(true, 'basic_text')]) {
    expect(askedBy(vault)({ id: 1, ask: 'seal', text: 'the key' })).toEqual({ id: 1, text: null });
  }
});

test('[TLS-8] the installed window serves the yard by HTTPS; from the sources, this machine alone; its operator decides', () => {
  const installed = hubSettings('/home/karim/hub', true, {});
  expect(installed).toEqual({ MANCHENGO_DATA_DIR: '/home/karim/hub', MANCHENGO_HOST: '0.0.0.0', MANCHENGO_TLS: 'on' });
  expect(hubSettings('/x', false, {})).toEqual({ MANCHENGO_DATA_DIR: '/x' });
  expect(hubSettings('/x', true, { MANCHENGO_HOST: '192.168.1.2' })).toMatchObject({ MANCHENGO_HOST: '192.168.1.2' });
});
