import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { HubCertificates } from '../ca/hub-certificates.ts';
import type { Database } from '../store/database.ts';
import type { ServerKeys } from './keys.ts';

/** What the server's own work stands on: everything that is not a rule. */
export interface ServerDeps {
  database: Database;
  clock: Clock;
  random: Random;
  ids: Ids;
  keys: ServerKeys;
  log: Log;
  /** The company CA; null for a server without a folder to keep it in. */
  certificates: HubCertificates | null;
  /** How far an invoice's price may lie from a valid one before HQ is told, in percent. */
  priceTolerancePercent: number;
  /** The origins under which this server is called, as its access tokens say them. */
  publicOrigins: () => string[];
  /** Those, and each name and address of this machine at the port where it listens: what a hub may call it by. */
  ownOrigins: () => string[];
}
