import { expect, test, vi } from 'vitest';
import { confine } from './confine.ts';

const URL_OF_HUB = 'http://127.0.0.1:41000/?token=t';

/** The few calls of Electron that are made; the real ones are tried in testing/world/electron. */
function confined(home: () => string | null = () => new URL(URL_OF_HUB).origin) {
  const handlers = new Map<string, (event: { preventDefault(): void; url: string }) => void>();
  const session = { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn() };
  const setWindowOpenHandler = vi.fn();
  confine(
    { setWindowOpenHandler, on: (name: string, handler: never) => handlers.set(name, handler), session } as never,
    home,
  );
  const isStopped = (name: string, url: string): boolean => {
    const preventDefault = vi.fn();
    handlers.get(name)?.({ preventDefault, url });
    return preventDefault.mock.calls.length > 0;
  };
  return { session, setWindowOpenHandler, isStopped };
}

const WAYS = ['will-navigate', 'will-frame-navigate', 'will-redirect'];

test('[DESK-1] its page goes nowhere else, by no link, frame, redirect, window or guest', () => {
  const { isStopped, setWindowOpenHandler } = confined();
  const elsewhere = [
    'https://example.com/',
    'http://127.0.0.1:41001/',
    'file:///etc/passwd',
    'javascript:1',
    'about:blank',
    '',
  ];
  for (const name of WAYS) {
    expect(isStopped(name, 'http://127.0.0.1:41000/deliveries'), name).toBe(false);
    expect(
      elsewhere.filter((url) => !isStopped(name, url)),
      name,
    ).toEqual([]);
  }
  expect(isStopped('will-attach-webview', URL_OF_HUB)).toBe(true);
  expect(setWindowOpenHandler.mock.calls[0]?.[0]({ url: URL_OF_HUB })).toEqual({ action: 'deny' });
});

test('[DESK-1] while no hub runs, no address is home', () => {
  const { isStopped } = confined(() => null);
  for (const name of WAYS) expect(isStopped(name, URL_OF_HUB), name).toBe(true);
});

test('[DESK-1] its page gets no permission, asked for or looked up, but to copy a text', () => {
  const { session } = confined();
  const asked = (permission: string, requestingUrl: string) => {
    const answer = vi.fn();
    session.setPermissionRequestHandler.mock.calls[0]?.[0](null, permission, answer, { requestingUrl });
    expect(answer).toHaveBeenCalledOnce();
    return answer.mock.calls[0]?.[0];
  };
  const lookedUp = (permission: string, origin: string) =>
    session.setPermissionCheckHandler.mock.calls[0]?.[0](null, permission, origin, {});
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
  for (const ask of [asked, lookedUp]) {
    expect(refused.filter((permission) => ask(permission, URL_OF_HUB) !== false)).toEqual([]);
    expect(ask('clipboard-sanitized-write', 'http://127.0.0.1:41000/')).toBe(true);
    for (const other of ['https://example.com/', '']) expect(ask('clipboard-sanitized-write', other)).toBe(false);
  }
});
