import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PACKAGE = path.resolve(import.meta.dirname, '../../node_modules/electron');
const CONNECT_WITHIN_MS = 10_000;

export interface Program {
  readonly program: string;
  readonly args: string[];
}

/** Electron on the desktop's entry file, if its binary lies where electron's own installer puts it. */
export function electronProgram(): Program | null {
  const noted = path.join(PACKAGE, 'path.txt');
  if (!existsSync(noted)) return null;
  const program = path.join(PACKAGE, 'dist', readFileSync(noted, 'utf8').trim());
  if (!existsSync(program)) return null;
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { program, args: [...asRoot, path.resolve(PACKAGE, '../..')] };
}

/** Fetches Electron's binary with its own installer, unless its source does not answer within 10 s. */
export async function fetchElectron(say: (line: string) => void): Promise<Program | null> {
  const source = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
  const answers = await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_WITHIN_MS) }).then(
    () => true,
    () => false,
  );
  if (!answers) {
    say('Electron est hors d’atteinte (pas de connexion) : l’écran du dépôt s’ouvre dans un navigateur.');
    return null;
  }
  say('Téléchargement d’Electron (une seule fois) …');
  const installer = spawn(process.execPath, [path.join(PACKAGE, 'install.js')], { stdio: 'ignore' });
  await once(installer, 'close');
  const fetched = electronProgram();
  if (fetched === null) say('Electron n’a pas pu être téléchargé : l’écran du dépôt s’ouvre dans un navigateur.');
  return fetched;
}
