import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { WAIT_MS } from '../../wait-limits.ts';

export const CHROMIUM = process.env.MANCHENGO_CHROMIUM ?? '/usr/bin/chromium';
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with a profile of its own, as on a phone: what it keeps survives a restart of the same profile. */
export interface Browser {
  context: BrowserContext;
  page: Page;
  profile: string;
  close(): Promise<void>;
}

export interface BrowserOptions {
  flags?: string[];
  width?: number;
  height?: number;
  permissions?: string[];
  /** Of an earlier browser, to go on with. */
  profile?: string;
  /** Whose trust it has: Chromium reads its certificates from there. */
  home?: string;
  /** Another Chromium than the machine's. */
  program?: string;
}

/** A real Chromium without a window, of a phone's size unless told otherwise. */
export async function openBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { flags = [], width = 390, height = 844, permissions = [] } = options;
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'manchengo-browser-')));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.program ?? CHROMIUM,
    args: [...FLAGS, ...flags],
    viewport: { width, height },
    locale: 'fr-FR',
    timezoneId: 'Africa/Algiers',
    permissions,
    ...(options.home === undefined ? {} : { env: { ...process.env, HOME: options.home } }),
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    profile,
    async close() {
      await context.close();
      // A browser that goes on with this profile may still be writing its last files.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** `kill -9`, as a phone's battery does it. Chromium writes its process id into the name of its lock. */
export async function killBrowser({ profile, context }: Browser): Promise<void> {
  const isClosed = context.waitForEvent('close');
  const lock = await readlink(join(profile, 'SingletonLock'));
  process.kill(Number(lock.split('-').at(-1)), 'SIGKILL');
  await isClosed;
}
