import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { openDatabase, sqlState } from './database.ts';

/** What a database says, or is silent with, that is about to come up: the machine, the name service, PostgreSQL itself. */
const NOT_YET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE'],
  // It starts or recovers, has too many connections just now, or was ended while it was asked.
  ...['57P03', '53300', '57P01'],
]);

const ASK_AGAIN_MS = 500;

/**
 * Waits for a database that is not up yet, as after a power cut where this machine is back first. Whatever else is wrong,
 * and what is still wrong when the time is over, is for whoever uses it next to find and to say.
 */
export async function waitForDatabase(
  url: string,
  { clock, log, seconds }: { clock: Clock; log: Log; seconds: number },
): Promise<void> {
  const until = clock.now() + seconds * 1_000;
  for (let isFirst = true; clock.now() < until; isFirst = false) {
    const reason = await whyNotYet(url);
    if (reason === null) return;
    if (isFirst) {
      log.warn(
        { reason, seconds },
        'The database does not answer yet: this server waits for it, and tries again by itself.',
      );
    }
    await clock.sleep(ASK_AGAIN_MS);
  }
}

/** Why a database does not answer yet; null where it does, or where waiting would not help. */
async function whyNotYet(url: string): Promise<string | null> {
  const database = openDatabase(url);
  try {
    await database.query('SELECT 1');
    return null;
  } catch (error) {
    const code = sqlState(error);
    const isSilent = code === '' && /timeout|terminated/i.test((error as Error).message);
    return NOT_YET.has(code) || isSilent ? code || 'silence' : null;
  } finally {
    await database.end();
  }
}
