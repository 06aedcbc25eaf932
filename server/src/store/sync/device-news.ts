import { scopeKeys } from '#shared/domain/change.ts';
import type { Log } from '#shared/ports/log.ts';
import { type Caller, scopeOf } from '#shared/sync-server/caller.ts';
import type { Queryable } from '../database.ts';
import { Lookout } from '../lookout.ts';

interface Listener {
  /** Of the scope of whoever listens. */
  keys: readonly string[];
  tell: () => void;
}

/** Tells devices when the log holds a change in their scope that is newer than what they have heard of, by whatever server. */
export class DeviceNews {
  readonly #lookout: Lookout<number, Listener>;

  constructor({ database, log, lookMs }: { database: Queryable; log: Log; lookMs?: number }) {
    this.#lookout = new Lookout<number, Listener>({
      read: () => lastChange(database),
      log,
      lookMs,
      async tell(before, now, listeners) {
        if (now === before) return;
        const keys = await changedKeys(
          database,
          [...listeners].flatMap((listener) => listener.keys),
          before,
          now,
        );
        for (const listener of listeners) if (listener.keys.some((key) => keys.has(key))) listener.tell();
      },
    });
  }

  listen(caller: Caller, tell: () => void): Promise<() => void> {
    return this.#lookout.listen({ keys: scopeKeys(scopeOf(caller)), tell });
  }

  stop(): void {
    this.#lookout.stop();
  }
}

/** Positions are given out in order, and only to what is committed. */
async function lastChange(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ last: number }>('SELECT last FROM change_counter');
  return rows[0]?.last ?? 0;
}

async function changedKeys(database: Queryable, keys: string[], after: number, upTo: number): Promise<Set<string>> {
  const { rows } = await database.query<{ key: string }>(
    `SELECT k.key FROM (SELECT DISTINCT unnest($1::text[]) AS key) k
     WHERE EXISTS (SELECT 1 FROM change_audience a WHERE a.key = k.key AND a.pos > $2 AND a.pos <= $3)`,
    [keys, after, upTo],
  );
  return new Set(rows.map(({ key }) => key));
}
