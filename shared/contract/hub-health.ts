import Type, { type Static } from 'typebox';
import { BackupState, DiskLevel, Recovery } from './desktop.ts';
import { Depot } from './entities.ts';
import { LIMITS } from './limits.ts';
import { Nullable, Time, Uuid } from './scalars.ts';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Moment = Type.String({ maxLength: LIMITS.identifierChars });

/** The last number that a device said to have made, and when it said so here. */
export const SaidNumber = Type.Object({
  device_id: Uuid,
  made: Type.Integer({ minimum: 0, maximum: LIMITS.seq }),
  at: Time,
});
export type SaidNumber = Static<typeof SaidNumber>;

/** How a hub is, as it says itself: POST /api/hubs/health, by hubs, within a minute of every change that matters. */
export const HubHealth = Type.Object({
  /** Of this run of the program: two at once are two PCs with one data folder. */
  run_id: Uuid,
  app_version: Type.String({ maxLength: LIMITS.identifierChars }),
  /** Events that wait for HQ, since when, and how fast they go up just now; null where no long queue does. */
  backlog: Count,
  oldest_at: Nullable(Moment),
  drain_per_second: Nullable(Count),
  disk: Type.Object({ level: DiskLevel, free_bytes: Count, floor_bytes: Count }),
  backup: BackupState,
  /** What was repaired last, within the last days. */
  recovery: Nullable(Recovery),
  certificate_expires_at: Nullable(Moment),
  /** (+) What devices of the yard said since the hub started, the newest. */
  said: Type.Optional(Type.Array(SaidNumber, { maxItems: LIMITS.saidNumbers })),
});
export type HubHealth = Static<typeof HubHealth>;

export const HubHealthResponse = Type.Object({
  /** Another PC works as this hub, and began later: this one is to take nothing more. */
  superseded: Type.Boolean(),
  /** (+) The hub's depot as it is called and where it is now: it stands on papers. */
  depot: Type.Optional(Depot),
});
export type HubHealthResponse = Static<typeof HubHealthResponse>;
