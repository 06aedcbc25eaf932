const KEY = 'manchengo.window-token';

/** What of a browser's window this needs: the test brings its own. */
export interface TokenWindow {
  location: { href: string };
  history: { replaceState(data: unknown, unused: string, url: string): void };
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * The token with which the hub opened this window. It is taken out of the address at once, so that it lands in no
 * history and no screenshot, and lives as long as the window's session. Null where the page was opened without one.
 */
export function takeWindowToken(window: TokenWindow): string | null {
  const url = new URL(window.location.href);
  const token = url.searchParams.get('token');
  if (token === null) return window.sessionStorage.getItem(KEY);
  window.sessionStorage.setItem(KEY, token);
  url.searchParams.delete('token');
  window.history.replaceState(null, '', `${url.pathname}${url.search}${url.hash}`);
  return token;
}
