import { spawn } from 'node:child_process';

/** Runs a program of the repository's packages with its output shown; answers its exit code (null: it could not be started). */
export function runProgram(program: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  // Stopped from outside, we stop as well instead of going on with the next check.
  const stop = () => {
    child.once('close', () => process.exit(143));
    child.kill('SIGTERM');
  };
  process.once('SIGTERM', stop);
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => {
      process.removeListener('SIGTERM', stop);
      resolve(code);
    });
  });
}

/** The path of a program among the packages. */
export function packaged(name: string): string {
  return `node_modules/.bin/${name}`;
}
