import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { every } from '#shared/node-app/every.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { type Database, inTransaction } from './database.ts';

/** How soon a step of the clock is noticed. */
const WATCHED_EVERY_MS = 1_000;

/**
 * While this machine's clock was ahead, some times were written that rule over what comes later. Once it is right again
 * they count from now: client fields take later writes, a move holds, a device that was given up is given up, and what
 * was made for an hour or a week lives no longer than that. Gives the number of rows that were put right.
 */
export function repairFutureTimes(database: Database, nowMs: number): Promise<number> {
  const now = isoTime(nowMs);
  // Servers on one database may differ by a little, and nothing is wrong with that.
  const future = isoTime(nowMs + LIMITS.lineDelayMs);
  const inDays = (days: number) => isoTime(nowMs + days * DAY_MS);
  return inTransaction(database, async (tx) => {
    const repaired = [
      await tx.query(
        `UPDATE clients SET field_clocks = (
           SELECT jsonb_object_agg(key, CASE WHEN value ->> 0 > $2 THEN jsonb_build_array($1::text, value -> 1) ELSE value END)
           FROM jsonb_each(field_clocks))
         WHERE EXISTS (SELECT FROM jsonb_each(field_clocks) WHERE value ->> 0 > $2)`,
        [now, future],
      ),
      // Moves of one user stay in their order, each at a time of its own.
      await tx.query(
        `UPDATE earlier_posts p SET until = $1::timestamptz - make_interval(secs => r.place * 0.001)
         FROM (SELECT user_id, until, row_number() OVER (PARTITION BY user_id ORDER BY until DESC) - 1 AS place
               FROM earlier_posts WHERE until > $2::timestamptz) r
         WHERE p.user_id = r.user_id AND p.until = r.until`,
        [now, future],
      ),
      await tx.query('UPDATE devices SET revoked_at = $1 WHERE revoked_at > $2', [now, future]),
      await tx.query('UPDATE refresh_tokens SET expires_at = $1 WHERE expires_at > $2', [
        inDays(LIMITS.refreshTokenSeconds / 86_400),
        isoTime(nowMs + LIMITS.refreshTokenSeconds * 1_000 + LIMITS.lineDelayMs),
      ]),
      await tx.query('UPDATE hub_codes SET expires_at = $1 WHERE expires_at > $2', [
        inDays(LIMITS.hubCodeSeconds / 86_400),
        isoTime(nowMs + LIMITS.hubCodeSeconds * 1_000 + LIMITS.lineDelayMs),
      ]),
      await tx.query('UPDATE reset_codes SET expires_at = $1 WHERE expires_at > $2', [
        inDays(LIMITS.resetCodeSeconds / 86_400),
        isoTime(nowMs + LIMITS.resetCodeSeconds * 1_000 + LIMITS.lineDelayMs),
      ]),
    ];
    return repaired.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
  });
}

/** A clock that knows whether it has gone back since it told a later time: nothing is dated but by what it tells. */
export interface NotingClock extends Clock {
  /** True once for each time that it was put back. */
  wentBack(): boolean;
}

export function notingClock(clock: Clock): NotingClock {
  let latest = Number.NEGATIVE_INFINITY;
  const now = (): number => {
    const ms = clock.now();
    latest = Math.max(latest, ms);
    return ms;
  };
  return {
    now,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    wentBack() {
      const ms = now();
      const isBack = ms < latest - LIMITS.lineDelayMs;
      if (isBack) latest = ms;
      return isBack;
    },
  };
}

/** Notices, by a timer that no clock disturbs, that this machine's clock was set back, and puts right what it had dated. */
export function watchClock({ database, clock, log }: { database: Database; clock: NotingClock; log: Log }): {
  stop(): void;
} {
  let isOpen = false;
  return every(WATCHED_EVERY_MS, async () => {
    isOpen ||= clock.wentBack();
    if (!isOpen) return;
    isOpen = false;
    try {
      const repaired = await repairFutureTimes(database, clock.now());
      log.warn({ repaired }, 'the clock was set back: what it had dated in the future counts from now');
    } catch (error) {
      // Once more, when the database is back.
      isOpen = true;
      log.error({ err: error }, 'what the clock had dated in the future could not be put right yet');
    }
  });
}
