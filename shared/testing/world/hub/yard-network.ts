import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const HERE = import.meta.dirname;
const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });
let made = 0;

export const canMakeNetworks = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;
if (!canMakeNetworks) console.warn('SKIPPED: networks of one’s own need root and iproute2 (apt-get install iproute2).');

export type YardNetwork = ReturnType<typeof yardNetwork>;

/**
 * Machines, each in a network namespace of its own and with these addresses, on one bridge for each network (the first
 * three numbers of an address): a yard's network, without a yard.
 */
export function yardNetwork(machines: Record<string, string[]>) {
  made += 1;
  const ns = (name: string) => `mg${process.pid}-${made}${name}`;
  const networkOf = (address: string) => address.split('.')[1];
  const bridges = [...new Set(Object.values(machines).flat().map(networkOf))];
  const children: ChildProcess[] = [];
  ip('netns', 'add', ns('b'));
  for (const bridge of bridges) {
    ip('-n', ns('b'), 'link', 'add', `yard${bridge}`, 'type', 'bridge', 'mcast_snooping', '0');
    ip('-n', ns('b'), 'link', 'set', `yard${bridge}`, 'up');
  }
  for (const [name, addresses] of Object.entries(machines)) {
    ip('netns', 'add', ns(name));
    ip('-n', ns(name), 'link', 'set', 'lo', 'up');
    for (const [index, address] of addresses.entries()) {
      const port = portOf(name, index);
      ip('link', 'add', `eth${index}`, 'netns', ns(name), 'type', 'veth', 'peer', 'name', port, 'netns', ns('b'));
      ip('-n', ns('b'), 'link', 'set', port, 'master', `yard${networkOf(address)}`, 'up');
      ip('-n', ns(name), 'addr', 'add', `${address}/24`, 'dev', `eth${index}`);
      ip('-n', ns(name), 'link', 'set', `eth${index}`, 'up');
    }
    // Programs that name no interface.
    ip('-n', ns(name), 'route', 'add', '224.0.0.0/4', 'dev', 'eth0');
  }

  /** `ip netns exec` becomes the program: a signal to the child is a signal to it. */
  function start(name: string, program: string[], errors: 'inherit' | 'ignore'): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', ns(name), ...program], { stdio: ['ignore', 'pipe', errors] });
    children.push(child);
    return child;
  }

  return {
    /** `ip` in a machine's network; `b` is that of the bridges, where a machine's plug is `portOf(…)`. */
    ip: (name: string, ...args: string[]) => ip('-n', ns(name), ...args),

    /** A program of this computer that stays, in a machine's network. */
    start: (name: string, ...program: string[]) => start(name, program, 'ignore'),

    /** A file beside this one, run by Node in a machine's network. */
    run: (name: string, file: string, ...args: string[]) =>
      start(name, [process.execPath, path.join(HERE, file), ...args], 'inherit'),

    /** A program of this computer, in a machine's network, until it ends. */
    tool(name: string, ...words: string[]) {
      const begun = Date.now();
      const options = { encoding: 'utf8', timeout: 20_000 } as const;
      const { stdout, stderr, status } = spawnSync('ip', ['netns', 'exec', ns(name), ...words], options);
      return { stdout, stderr, status, took: Date.now() - begun };
    },

    async close() {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      for (const name of [...Object.keys(machines), 'b']) spawnSync('ip', ['netns', 'del', ns(name)]);
    },
  };
}

/** A machine's plug in the bridge of one of its networks. */
export const portOf = (name: string, index = 0): string => `p${name}${index}`;
