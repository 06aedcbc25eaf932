import { existsSync } from 'node:fs';
import { packaged, runProgram } from '../test/program.ts';
import type { Target } from './stage.ts';

export interface Installer {
  /** As electron-builder calls it. */
  format: string;
  platform: Target['platform'];
}

export const INSTALLERS: readonly Installer[] = [
  { format: 'AppImage', platform: 'linux' },
  { format: 'deb', platform: 'linux' },
  { format: 'nsis', platform: 'win32' },
];

const FLAGS: Record<Target['platform'], string> = { linux: '--linux', win32: '--win', darwin: '--mac' };
/** Where Electron's own installer puts its binary. */
const BINARY = 'node_modules/electron/dist';

/**
 * Makes the installers of this system with electron-builder. → one sentence each: its tools (Electron's binary, fpm, the
 * AppImage runtime, makensis) come from outside the registries, and cannot be had everywhere.
 */
export async function makeInstallers(target: Target): Promise<{ name: string; outcome: string }[]> {
  const outcomes: { name: string; outcome: string }[] = [];
  for (const { format, platform } of INSTALLERS) {
    const name = `${format} (${platform})`;
    outcomes.push({ name, outcome: await makeOne(format, platform, target) });
  }
  return outcomes;
}

async function makeOne(format: string, platform: Target['platform'], target: Target): Promise<string> {
  if (platform !== target.platform) return `not made: it is made on ${platform}, from that system's own staged tree`;
  if (!existsSync(BINARY)) return 'not made: Electron’s binary is not here (npm run desktop fetches it)';
  const code = await runProgram(packaged('electron-builder'), [FLAGS[platform], format, `--${target.arch}`]);
  return code === 0 ? 'made, in dist/installers' : 'not made: electron-builder says why above';
}
