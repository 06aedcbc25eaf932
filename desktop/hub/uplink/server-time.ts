import { type ServerClock, serverTimeAt } from '#shared/domain/server-clock.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Meta } from '../store/meta.ts';

/** The server's clock as this hub knows it. */
export interface ServerTime {
  now(): number;
  /** The server has just said what time it is. Heard within a transaction, it is kept with that. */
  heard(serverTime: string): void;
}

/** What was heard outlives a restart; by how much this PC's clock was off does not: it may have been set meanwhile. */
export function openServerTime(meta: Meta, clock: Clock): ServerTime {
  const kept = Date.parse(meta.get('server_time') ?? '');
  let known: ServerClock | null = Number.isNaN(kept) ? null : { driftMs: null, heardMs: kept };
  return {
    now: () => serverTimeAt(known, clock.now()),
    heard(serverTime) {
      const heardMs = Date.parse(serverTime);
      if (Number.isNaN(heardMs)) return;
      known = { driftMs: clock.now() - heardMs, heardMs };
      meta.set('server_time', isoTime(heardMs));
    },
  };
}
