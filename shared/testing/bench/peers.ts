import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { eventually } from '../world/start-world.ts';
import type { Chain } from './whole-way.ts';

const FOLDER = path.join(import.meta.dirname, 'peers');

/** Fetches the peers' packages as their own lock file says; the product never needs them. */
export function installPeers(): Result<null, string> {
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  if (npm.status === 0) return ok(null);
  return fail(`its packages could not be fetched (${npm.error?.message ?? npm.stderr.trim().split('\n').at(-1)})`);
}

/**
 * PouchDB 9 in the phones' memory → express-pouchdb at the depot → express-pouchdb at the centre, each a process of its
 * own, all as they come. It stores only, without a flush to the disk: no signature, no rule, no stock, no word back to
 * the phone.
 */
export async function openPeers(
  folder: (name: string) => Promise<string>,
  clients: number,
  events: number,
): Promise<Result<Chain, string>> {
  if (!existsSync(path.join(FOLDER, 'node_modules', 'pouchdb'))) {
    return fail('its packages are not installed: npm run bench -- --peers fetches them');
  }
  const children: ChildProcess[] = [];
  const launch = (...args: string[]) => {
    const child = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    return { child, nextLine: () => lineOf(child, lines) };
  };
  const close = async () => {
    for (const child of children.filter(({ exitCode }) => exitCode === null)) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  };
  try {
    const centre = await launch('pouch-node.mjs', await folder('pouch-centre')).nextLine();
    const depot = await launch('pouch-node.mjs', await folder('pouch-depot'), centre).nextLine();
    const phones = launch('pouch-clients.mjs', depot, String(clients), String(events));
    let expected = 0;
    return ok({
      close,
      async prepare() {
        phones.child.stdin?.write('\n');
        await phones.nextLine();
        expected += clients * events;
        return async () => {
          phones.child.stdin?.write('\n');
          const held = async () =>
            ((await (await fetch(`${centre}/events`)).json()) as { doc_count: number }).doc_count;
          await eventually(held, (count) => count === expected, 'the centre has everything');
        };
      },
    });
  } catch (error) {
    await close();
    return fail(`it did not start (${(error as Error).message})`);
  }
}

async function lineOf(child: ChildProcess, lines: Interface): Promise<string> {
  const ended = once(child, 'close').then(() => null);
  const line = await Promise.race([once(lines, 'line').then(([text]) => text as string), ended]);
  if (line === null) throw new Error(`a peer ended with code ${child.exitCode}`);
  return line;
}
