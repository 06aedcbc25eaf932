import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Display {
  /** As X programs are told it. */
  name: string;
  close(): Promise<void>;
}

const NUMBER_FD = 3;

/** A screen of an office PC that nobody sees. It picks a free number by itself. */
export async function openDisplay(): Promise<Display> {
  const args = ['-displayfd', String(NUMBER_FD), '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  const number = once(server.stdio[NUMBER_FD] as Readable, 'data').then(([chunk]) => String(chunk).trim());
  const name = await Promise.race([number, ended.then(() => null)]);
  if (name === null) throw new Error('Xvfb ended before it had a screen');
  return {
    name: `:${name}`,
    async close() {
      server.kill();
      await ended;
    },
  };
}
