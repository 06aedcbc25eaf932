import { pino } from 'pino';
import { systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { buildServer } from '../app/build-server.ts';
import type { ServerDeps } from '../identity/deps.ts';
import type { Call } from './calls.ts';

/** Whatever is asked of it: there is nothing behind a server that only says what its calls are. */
const nothingBehind = (part: string): object =>
  new Proxy(
    {},
    {
      get: (_target, member) => {
        throw new Error(`${part}.${String(member)}: this server only says what its calls are`);
      },
    },
  );

/** Every call of the server with the very schemas of its route, without a database: for the client and for tests. */
export async function describedCalls(): Promise<Call[]> {
  const calls: Call[] = [];
  const logger = pino({ level: 'silent' });
  const deps: ServerDeps = {
    database: nothingBehind('database') as ServerDeps['database'],
    keys: nothingBehind('keys') as ServerDeps['keys'],
    clock: systemClock,
    random: systemRandom,
    ids: uuidV7(systemClock, systemRandom),
    log: logger,
    certificates: null,
    priceTolerancePercent: 0,
    publicOrigins: () => [],
    ownOrigins: () => [],
  };
  const app = await buildServer({ deps, appOrigins: [], logger, calls });
  try {
    await app.ready();
    return calls;
  } finally {
    await app.close();
  }
}
