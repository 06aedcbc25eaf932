import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Result } from '#shared/contract/errors.ts';

/** The port, if it is free (0 becomes one that is); else one sentence that says by whom it is taken. */
export async function checkPort(host: string, wanted: string, option: string): Promise<Result<number, string>> {
  const probe = createServer();
  try {
    probe.listen(Number(wanted), host);
    await once(probe, 'listening');
    const address = probe.address();
    probe.close();
    await once(probe, 'close');
    return { ok: true, value: typeof address === 'object' && address !== null ? address.port : Number(wanted) };
  } catch (error) {
    const advice = `choisissez-en un autre (npm start -- ${option}=…)`;
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        return {
          ok: false,
          error: `Le port ${wanted} est déjà pris${holderOf(wanted)} : arrêtez ce programme, ou ${advice}.`,
        };
      case 'EACCES':
        return { ok: false, error: `Le port ${wanted} est réservé au système : ${advice}.` };
      case 'ERR_SOCKET_BAD_PORT':
        return { ok: false, error: `« ${wanted} » n’est pas un port : ${advice}.` };
      default:
        throw error;
    }
  }
}

/** Who listens there, as far as this system tells us. */
function holderOf(port: string): string {
  const { stdout } = spawnSync('ss', ['-Hltnp', `sport = :${port}`], { encoding: 'utf8' });
  const [, name, pid] = /"([^"]+)",pid=(\d+)/.exec(stdout ?? '') ?? [];
  return name === undefined ? '' : ` par « ${name} » (processus ${pid})`;
}
