import Type, { type Static } from 'typebox';
import { Depot } from './entities.ts';
import { Pairing } from './finding.ts';
import { Nullable } from './scalars.ts';

/**
 * `TRYING`: nothing was tried since the program began. `CUT`: nobody answers. `REFUSED`: HQ, or what stands in its place,
 * answers and does not let this hub in.
 */
export const LineState = Type.Union([
  Type.Literal('TRYING'),
  Type.Literal('ANSWERS'),
  Type.Literal('CUT'),
  Type.Literal('REFUSED'),
]);
export type LineState = Static<typeof LineState>;

/**
 * Why this hub is not let in. `CLOCK`: HQ's certificate is of another time than this PC's. `STRANGER`: what answers cannot
 * prove that it is HQ. `PORTAL`: what answers is no node, such as a provider's page. `UNKNOWN_HUB`: HQ does not know this
 * hub or its key, or has closed it. `VERSION`: this program is too old for HQ. `BUSY`: HQ has no time now. `TWICE`:
 * another PC works as this hub, with a copy of its folder, and began later. `REVOKED`: HQ has withdrawn this hub for good.
 */
export const LineTrouble = Type.Union([
  Type.Literal('CLOCK'),
  Type.Literal('STRANGER'),
  Type.Literal('PORTAL'),
  Type.Literal('UNKNOWN_HUB'),
  Type.Literal('VERSION'),
  Type.Literal('BUSY'),
  Type.Literal('TWICE'),
  Type.Literal('REVOKED'),
  Type.Literal('OTHER'),
]);
export type LineTrouble = Static<typeof LineTrouble>;

/**
 * What the hub's disk bears. `NO_PHOTOS`: below the floor, no new photos are taken. `NO_EVENTS`: no new events either.
 * `FULL`: nothing but handing on.
 */
export const DiskLevel = Type.Union([
  Type.Literal('GOOD'),
  Type.Literal('NO_PHOTOS'),
  Type.Literal('NO_EVENTS'),
  Type.Literal('FULL'),
]);
export type DiskLevel = Static<typeof DiskLevel>;

/** The hub's line to HQ. */
const line = {
  /** Whether HQ takes what is handed in, and gives its news. */
  reachable: Type.Boolean(),
  state: LineState,
  last_contact_at: Nullable(Type.String()),
  /** Since when it has been in this state; null before the first attempt. */
  since: Nullable(Type.String()),
  /** Why HQ does not take part although something answers; null in every other state. */
  trouble: Nullable(LineTrouble),
};
export const Line = Type.Object(line);
export type Line = Static<typeof Line>;

/**
 * How what HQ sends comes in, where it does not simply. `LOADING`: all of the depot's data, on this PC's first day or
 * anew. `NO_ROOM`: it waits for room on the disk. `NOT_KEPT`: it could not be written down, and is asked for again.
 */
export const Intake = Type.Object({
  state: Type.Union([Type.Literal('LOADING'), Type.Literal('NO_ROOM'), Type.Literal('NOT_KEPT')]),
  /** Of a load: entities that have come, and of how many; null where HQ does not say. */
  done: Type.Number(),
  total: Nullable(Type.Number()),
});
export type Intake = Static<typeof Intake>;

/** How the hourly backups stand. */
export const BackupState = Type.Object({
  /** Of the newest one beside the data; null before the first. */
  last_at: Nullable(Type.String()),
  /** The last attempt came to nothing. */
  failed: Type.Boolean(),
  /** The second drive: none was named, it is there, or it is not. */
  second: Type.Union([Type.Literal('NONE'), Type.Literal('THERE'), Type.Literal('MISSING')]),
});
export type BackupState = Static<typeof BackupState>;

/** A file of the data folder that was lost or damaged, and what came of it. */
export const Recovery = Type.Object({
  at: Type.String(),
  what: Type.Union([
    Type.Literal('DATABASE'),
    Type.Literal('IDENTITY'),
    Type.Literal('KEY'),
    Type.Literal('CERTIFICATE'),
  ]),
  cause: Type.Union([Type.Literal('CORRUPT'), Type.Literal('MISSING'), Type.Literal('EMPTY')]),
  outcome: Type.Union([Type.Literal('FROM_BACKUP'), Type.Literal('FROM_COPY'), Type.Literal('BEGUN_ANEW')]),
  /** Of when the backup was. */
  restored_to: Nullable(Type.String()),
});
export type Recovery = Static<typeof Recovery>;

/** How a long queue goes up. */
export const Drain = Type.Object({
  sent: Type.Number(),
  /** What has gone and what waits. */
  total: Type.Number(),
  per_second: Type.Number(),
  /** Null while nothing moves. */
  seconds_left: Nullable(Type.Number()),
});
export type Drain = Static<typeof Drain>;

/** The page over plain HTTP that gives phones the company CA. */
export const TrustPage = Type.Object({
  /** The page, by each address of the hub. */
  urls: Type.Array(Type.String()),
  /** SHA-256 of the CA, 64 lower-case hex digits: a person compares it with what the phone shows. */
  fingerprint: Type.String(),
});
export type TrustPage = Static<typeof TrustPage>;

export const DesktopPhone = Type.Object({
  device_id: Type.String(),
  user_id: Type.Number(),
  user_name: Type.String(),
  role: Type.String(),
  last_seen_at: Type.String(),
  /** Of what this phone handed in, how much waits here for HQ. */
  pending_events: Type.Number(),
  clock_drift_ms: Type.Number(),
  /** As the phone itself says since this hub began; null where it has not. `unsent`: entries that no node has taken. */
  unsent: Nullable(Type.Number()),
  /** Percent. */
  battery: Nullable(Type.Number()),
  /** The version of its app. */
  app: Nullable(Type.String()),
});
export type DesktopPhone = Static<typeof DesktopPhone>;

/** An event that needs a person: refused or quarantined by HQ, or set aside here. */
export const DesktopAttention = Type.Object({
  event_id: Type.String(),
  action: Type.String(),
  entity_id: Type.String(),
  reference: Nullable(Type.String()),
  user_name: Nullable(Type.String()),
  error_code: Type.String(),
  at: Type.String(),
});
export type DesktopAttention = Static<typeof DesktopAttention>;

/**
 * The hub's loopback API for its own window (`desktop_url`): GET /api/desktop/overview, and what stands in desktop/.
 * Every call carries the window's token as `Authorization: Bearer`. It is no part of the wire contract.
 */
export const DesktopOverview = Type.Object({
  now: Type.String(),
  depot: Depot,
  hub: Type.Object({ id: Type.String(), name: Type.String() }),
  app_version: Type.String(),
  /** Where phones of this yard open the app. */
  app_url: Type.String(),
  /** What the pairing QR code says. */
  pairing: Pairing,
  /** Where phones that do not trust the company CA yet get it; null where they need none. */
  trust_page: Nullable(TrustPage),
  /** The hub's TLS certificate: whether somebody has to see to it. Null where it has none. */
  certificate: Nullable(
    Type.Object({
      expires_at: Type.String(),
      health: Type.Union([Type.Literal('good'), Type.Literal('ending'), Type.Literal('expired')]),
    }),
  ),
  /** Other hubs that are heard in this hub's networks, as they say of themselves: nothing of it is proven. */
  neighbours: Type.Array(Type.Object({ hub: Type.String(), depot: Type.String(), host: Type.String() })),
  wan: Type.Object({ ...line, drain: Nullable(Drain), intake: Nullable(Intake) }),
  /** What was repaired at a start of the last days, the newest first. */
  recoveries: Type.Array(Recovery),
  backup: BackupState,
  disk: Type.Object({ level: DiskLevel, free_bytes: Type.Number(), floor_bytes: Type.Number() }),
  queue: Type.Object({
    waiting: Type.Number(),
    oldest_at: Nullable(Type.String()),
    forwarded_today: Type.Number(),
    /** How many waited, about once a minute, the oldest first; since this program began at most. */
    history: Type.Array(Type.Object({ at: Type.String(), waiting: Type.Number() })),
  }),
  /** As many as fit a screen, the last seen first; `phones_total` says how many there are. */
  phones: Type.Array(DesktopPhone),
  phones_total: Type.Integer(),
  /** `late`: of earlier days, and neither done nor cancelled. `handed_in`: delivered, and HQ has not answered yet. */
  deliveries_today: Type.Object({
    planned: Type.Number(),
    validated: Type.Number(),
    partial: Type.Number(),
    failed: Type.Number(),
    cancelled: Type.Number(),
    handed_in: Type.Number(),
    late: Type.Number(),
  }),
  /** The newest, likewise. */
  attention: Type.Array(DesktopAttention),
  attention_total: Type.Integer(),
});
export type DesktopOverview = Static<typeof DesktopOverview>;
