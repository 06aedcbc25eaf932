import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A Chromium of long ago, as the npm package `@sparticuz/chromium` of this version carries it for Linux on x64. */
export interface OldBrowser {
  /** Of the package, which is that of the browser in it. */
  version: string;
  /** Of the package's archive, as the registry states it. */
  integrity: string;
}

/** The oldest that the screens are built for, the last for Android 7, and the last without a gap before the present. */
export const OLD_BROWSERS: readonly OldBrowser[] = [
  {
    version: '109.0.6',
    integrity: 'sha512-9hTE03DXnrWTiGNpfjLfmGhIfmiVAerSPinDb+x5bBdM4KF4PMM1NZ0A+V7WKazoA+CasSX/osHK8K0MuO6uqg==',
  },
  {
    version: '119.0.2',
    integrity: 'sha512-VB6tHW13YpQ7HqyhKG1KU8Z1RIb/kfHMg8j/4ft5rk8mMvEm2YkBYFCHnj+yb0P/RPLcdgX3+VC58GuJilOtww==',
  },
  {
    version: '138.0.2',
    integrity: 'sha512-vs5qUiK6kFCzLCxZ2buWONcB6jdF3VWdYp6kH1tt56tZ78p51dMAxfWsfk9P62z/jAeqbVg4V6Rb3Ic4aAeOKQ==',
  },
];

/** They are large, and the same for every clone: they lie in the account's own cache, never in the repository. */
export function oldBrowserFile(version: string): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'manchengo-browsers', version, 'chromium');
}

/** The program of that version, or null where it has not been fetched. */
export function oldBrowser(version: string): string | null {
  const file = oldBrowserFile(version);
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(file) ? file : null;
}

/** How such a build starts without a window: it has no sandbox, no graphics and no zygote of its own. */
export const OLD_BROWSER_FLAGS = ['--headless', '--no-zygote', '--disable-dev-shm-usage'];
