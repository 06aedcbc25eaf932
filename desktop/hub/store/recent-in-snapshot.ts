import { DAY_MS } from '#shared/contract/durations.ts';
import type { PaymentRecord } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ScopeEntities } from '#shared/contract/sync.ts';
import type { Tour } from '#shared/contract/tour.ts';
import { startOfDay } from '#shared/domain/company-day.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { type Caller, workDepot } from '#shared/sync-server/caller.ts';
import type { HubDatabase } from './hub-database.ts';

interface Wanted {
  everybody: 0 | 1;
  user: number;
  since: string;
  most: number;
}

/** Tours and payments of the last days, the newest first, as the server's own first page has them. */
export function recentReader(database: HubDatabase) {
  const tours = database.prepare<[Wanted], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'tours' AND (@everybody OR user_id = @user) AND body ->> 'day' >= @since
     ORDER BY body ->> 'day' DESC, user_id LIMIT @most`,
  );
  const payments = database.prepare<[Omit<Wanted, 'everybody'>], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'payments' AND user_id = @user AND body ->> 'collected_at' >= @since
     ORDER BY body ->> 'collected_at' DESC, key LIMIT @most`,
  );
  return (
    caller: Extract<Caller, { kind: 'device' }>,
    nowMs: number,
  ): Required<Pick<ScopeEntities, 'tours' | 'payments'>> => {
    const since = algiersDay(nowMs - LIMITS.recentDays * DAY_MS);
    const [user, most] = [caller.userId, LIMITS.recentInSnapshot];
    const everybody = workDepot(caller) === null ? 0 : 1;
    return {
      tours: tours.all({ everybody, user, since, most }).map(({ body }) => JSON.parse(body) as Tour),
      payments: payments
        .all({ user, since: startOfDay(since), most })
        .map(({ body }) => JSON.parse(body) as PaymentRecord),
    };
  };
}
