import Type, { type Static } from 'typebox';
import { Day, Id, Nullable, Sha256, Time, Uuid } from '../scalars.ts';

const Count = Type.Integer({ minimum: 0 });
const Range = Type.Unsafe<[number, number]>(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }));

/** A phone: what of its journal is here, and what is not. */
export const ArrivalRecord = Type.Object({
  depot_id: Id,
  depot_name: Type.String(),
  user_id: Id,
  user_name: Type.String(),
  device_id: Uuid,
  device_name: Type.String(),
  /** Everything up to this number is here; `checksum` is that of this very event, which vouches for all before it. */
  complete_up_to: Count,
  checksum: Nullable(Sha256),
  /** The last number that the device is known to have made. */
  last_said: Count,
  /** The lowest ranges that are not here, at most `LIMITS.checkpointRuns`; empty: everything is. */
  missing: Type.Array(Range),
  /** Since when something is known to be missing. */
  missing_since: Nullable(Time),
  /** When the device last said how far it is, or its newest event arrived; null: never. */
  as_of: Nullable(Time),
  /** Deliveries of the day that its person has still to make. */
  open_deliveries: Count,
});
export type ArrivalRecord = Static<typeof ArrivalRecord>;

export const ArrivalBoard = Type.Object({ day: Day, items: Type.Array(ArrivalRecord) });
export type ArrivalBoard = Static<typeof ArrivalBoard>;

const tally = {
  /** As ordered. */
  done: Count,
  partial: Count,
  /** Of `failed`: the client did not want the goods. */
  refused: Count,
  failed: Count,
  cancelled: Count,
  to_come: Count,
};

/** One depot: its day, its line to HQ, and what waits for a person. */
export const DepotOverview = Type.Object({
  depot_id: Id,
  code: Type.String(),
  name: Type.String(),
  ...tally,
  /** Open deliveries of earlier days. */
  late: Count,
  /** What its hubs have that HQ does not, since when, and when HQ last heard of them; null where there is no hub. */
  backlog: Nullable(Count),
  backlog_since: Nullable(Time),
  hub_seen_at: Nullable(Time),
  /** What needs a hand. */
  conflicts: Count,
  quarantine: Count,
  waiting: Count,
  alerts: Count,
});
export type DepotOverview = Static<typeof DepotOverview>;

/** One day of one depot, for a chart. */
export const DayTally = Type.Object({
  day: Day,
  depot_id: Id,
  ...tally,
  /** The worth of what was handed over, with taxes. */
  delivered_ttc: Type.Integer({ minimum: 0 }),
});
export type DayTally = Static<typeof DayTally>;

export const Overview = Type.Object({
  day: Day,
  as_of: Time,
  depots: Type.Array(DepotOverview),
  /** The fourteen days up to this one, of days and depots that have deliveries. */
  series: Type.Array(DayTally),
});
export type Overview = Static<typeof Overview>;
