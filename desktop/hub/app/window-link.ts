import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Result } from '#shared/contract/errors.ts';
import { base64Url } from '#shared/ports/crypto.ts';
import type { Random } from '#shared/ports/random.ts';
import { writeWhole } from '../write-whole.ts';

/**
 * Where the depot's screen is on this PC, and the token that opens it. Both stay: an open tab goes on after a restart
 * of the hub, and a browser keeps language, theme and paper by the origin, which the port is a part of.
 */
export interface WindowLink {
  port: number;
  token: string;
}

const FILE = 'window.json';
const TOKEN_BYTES = 32;
/** Tried in their order where no port is remembered: below those that systems give to calls that go out. */
const USUAL_PORTS = [8444, 8445, 8446, 8447, 8448];
const ANY_FREE_PORT = 0;

export function readWindowLink(dataDir: string): WindowLink | null {
  const file = join(dataDir, FILE);
  if (!existsSync(file)) return null;
  try {
    const { port, token } = JSON.parse(readFileSync(file, 'utf8')) as Partial<WindowLink>;
    return typeof port === 'number' && typeof token === 'string' && token !== '' ? { port, token } : null;
  } catch {
    // Damaged: a new one costs a clerk one look at the tray, or `npm run hub -- link`.
    return null;
  }
}

/** For this account only: the link shows what the depot's screen shows. */
export const keepWindowLink = (dataDir: string, link: WindowLink): void =>
  writeWhole(join(dataDir, FILE), `${JSON.stringify(link)}\n`);

export const newWindowToken = (random: Random): string => base64Url(random.bytes(TOKEN_BYTES));

/** The ports to try for the screen: the one that an operator set and no other, else the one before, else a usual one. */
export const windowPorts = (setting: number, remembered: number | null): number[] =>
  setting !== ANY_FREE_PORT
    ? [setting]
    : [...new Set([...(remembered === null ? [] : [remembered]), ...USUAL_PORTS, ANY_FREE_PORT])];

export const windowUrl = (origin: string, token: string): string => `${origin}/?token=${token}`;

/** Opens the screen at the first of these ports that is free. */
export async function openAtFirst(
  ports: readonly number[],
  open: (port: number) => Promise<Result<string, string>>,
): Promise<Result<string, string>> {
  let opened: Result<string, string> = fail('The screen was given no port.');
  for (const port of ports) {
    opened = await open(port);
    if (opened.ok) return opened;
  }
  return opened;
}
