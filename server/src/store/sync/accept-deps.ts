import type { Upcasts } from '#shared/domain/upcast.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Database } from '../database.ts';

/** What deciding needs besides the batch. */
export interface AcceptDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  /** Whether a delivery's code bears this server's signature. */
  isGenuine: (code: string) => boolean;
  /** The versions of payloads that this server knows. */
  upcasts: Upcasts;
  /** How far an invoice's price may lie from a valid one before HQ is told, in percent. */
  priceTolerancePercent: number;
}
