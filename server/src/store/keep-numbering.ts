import { keepDoing } from '#shared/node-app/every.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Database } from './database.ts';
import { numbererOf } from './numberer.ts';

const EVERY_MS = 1_000;

export interface NumberingDeps {
  database: Database;
  log: Log;
}

/**
 * Numbers what was committed and not numbered: at once, before anybody is served, and every second. A process that ended
 * in between left it, or one whose connection broke; whoever commits has it numbered himself. Ends with what runs.
 */
export async function keepNumbering(deps: NumberingDeps): Promise<{ stop(): Promise<void> }> {
  let isFailing = false;
  const look = async () => {
    try {
      await numberLeft(deps.database);
      isFailing = false;
    } catch (error) {
      // A database that is away is so for many seconds.
      if (!isFailing) deps.log.error({ err: error }, 'what is committed could not be numbered');
      isFailing = true;
    }
  };
  return keepDoing(EVERY_MS, look);
}

/** Has numbered what waits for it. Throws where that cannot be done now. */
export async function numberLeft(database: Database): Promise<void> {
  const { rows } = await database.query<{ left: boolean }>('SELECT EXISTS (SELECT FROM unnumbered_changes) AS left');
  if (!rows[0]?.left) return;
  const failed = await numbererOf(database).cover(await database.connect());
  if (failed !== null) throw failed;
}
