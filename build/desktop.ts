// `npm run desktop`: the hub in its Electron window. Electron's binary is fetched on first use.
import { spawn } from 'node:child_process';
import { electronProgram, fetchElectron } from './start/electron.ts';

const electron = electronProgram() ?? (await fetchElectron((line) => console.error(line)));
if (electron === null) {
  console.error('Sans Electron, démarrez le hub seul (npm run hub) et ouvrez son « desktop_url » dans un navigateur.');
  process.exitCode = 1;
} else {
  const window = spawn(electron.program, electron.args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => window.kill('SIGTERM'));
  window.once('close', (code) => {
    process.exitCode = code ?? 1;
  });
}
