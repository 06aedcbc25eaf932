import { schedule } from 'node-cron';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import { forgetUnnamed } from './blobs.ts';
import { type Database, inTransaction } from './database.ts';
import { beginEpochIfRestored } from './epoch.ts';
import { deleteOldPictures } from './old-pictures.ts';
import { auditNightly } from './sums/audit-sums.ts';

export interface HousekeepingDeps {
  database: Database;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
  /** Where marks are noted that tell of a restore; null for a server without a folder. */
  dataDir: string | null;
  /** Takes in what an operator, or another server of this database, has changed about the company CA. */
  followCa: () => Promise<void>;
  /** Told each minute how many servers run on this database. */
  onServers: (servers: number) => void;
  /** For how many months photos and signatures are kept. */
  pictureMonths?: number | undefined;
  /** Follows keys that are old, and reads what another process has made. */
  keys: { keepFresh(): Promise<void>; refresh(): Promise<void> };
}

/** Rows of one statement: nobody waits long behind it. */
const CHUNK = 10_000;

/**
 * Whether this server does a job of this night: of several on one database, the first that comes. One that dies in the
 * middle leaves the rest to the next night.
 */
export async function claimNight(
  { database, clock }: Pick<HousekeepingDeps, 'database' | 'clock'>,
  job: string,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `INSERT INTO meta (key, value) VALUES ('night:' || $1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value`,
    [job, isoTime(clock.now()).slice(0, 10)],
  );
  return rowCount === 1;
}

/**
 * Forgets what is past its time: changes that every device has had long since, batch ids, spent sessions, photos of nobody,
 * and the content of old ones.
 */
export async function tidy({
  database,
  clock,
  pictureMonths = LIMITS.pictureMonths,
}: Pick<HousekeepingDeps, 'database' | 'clock' | 'pictureMonths'>): Promise<void> {
  const before = (days: number) => isoTime(clock.now() - days * DAY_MS);
  await trimChangeLog(database, before(LIMITS.changeDays));
  await chunked(
    database,
    `DELETE FROM batches WHERE ctid IN (SELECT ctid FROM batches WHERE taken_at < $1 LIMIT $2)`,
    before(LIMITS.batchMemoryDays),
  );
  await chunked(
    database,
    `DELETE FROM refresh_tokens WHERE id IN (SELECT id FROM refresh_tokens WHERE expires_at < $1 LIMIT $2)`,
    before(1),
  );
  await chunked(
    database,
    `DELETE FROM spent_assertions WHERE ctid IN (SELECT ctid FROM spent_assertions WHERE until < $1 LIMIT $2)`,
    before(0),
  );
  await chunked(
    database,
    `DELETE FROM repeats WHERE ctid IN (SELECT ctid FROM repeats WHERE answered_at < $1 LIMIT $2)`,
    before(LIMITS.idempotencyHours / 24),
  );
  // Days ahead of this one were written while this machine's clock was ahead.
  await database.query('DELETE FROM clock_contacts WHERE day NOT BETWEEN $1 AND $2', [
    before(LIMITS.clockContactDays),
    before(-1),
  ]);
  while ((await forgetUnnamed(database, before(LIMITS.unnamedBlobDays))) > 0);
  await deleteOldPictures(database, isoTime(monthsBefore(clock.now(), pictureMonths)));
}

/** The same day of an earlier month, or that month's last. */
function monthsBefore(nowMs: number, months: number): number {
  const then = new Date(nowMs);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months + 1, 0);
  then.setUTCDate(Math.min(day, then.getUTCDate()));
  return then.getTime();
}

async function chunked(database: Database, sql: string, before: string): Promise<void> {
  for (;;) {
    const { rowCount } = await database.query(sql, [before, CHUNK]);
    if ((rowCount ?? 0) < CHUNK) return;
  }
}

/** The floor rises before the changes leave: a cursor from below it gets 410 and a snapshot, never a gap. */
async function trimChangeLog(database: Database, before: string): Promise<void> {
  const { rows } = await database.query<{ pos: number | null }>(
    `SELECT first_pos + size - 1 AS pos FROM positions WHERE said_at < $1 ORDER BY said_at DESC, first_pos DESC LIMIT 1`,
    [before],
  );
  const floor = rows[0]?.pos ?? null;
  if (floor === null) return;
  await database.query(
    `INSERT INTO meta (key, value) VALUES ('floor', $1)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE meta.value::bigint < excluded.value::bigint`,
    [String(floor)],
  );
  for (const sql of [
    `DELETE FROM changes WHERE id IN (
       SELECT c.id FROM positions p CROSS JOIN LATERAL (
         SELECT id FROM changes WHERE id BETWEEN p.first_id AND p.first_id + p.size - 1 ORDER BY id
       ) c WHERE p.first_pos <= $1 LIMIT $2)`,
    'DELETE FROM positions WHERE first_pos IN (SELECT first_pos FROM positions WHERE first_pos <= $1 LIMIT $2)',
    'DELETE FROM change_audience WHERE ctid IN (SELECT ctid FROM change_audience WHERE pos <= $1 LIMIT $2)',
  ]) {
    await chunked(database, sql, String(floor));
  }
}

/**
 * What waits longer than a day needs a person: once each, in HQ's inbox. So does what was stored at a time that is yet to
 * come: the clock was ahead then, and nobody knows how long it has waited.
 */
export async function alertLongWaiting({
  database,
  clock,
  ids,
}: Pick<HousekeepingDeps, 'database' | 'clock' | 'ids'>): Promise<number> {
  return inTransaction(database, async (tx) => {
    const now = clock.now();
    const { rows } = await tx.query<{
      id: string;
      device_id: string;
      depot_id: number | null;
      waits_for: string;
      stored_at: string;
    }>(
      `SELECT e.id, e.device_id, u.depot_id, e.waits_for, e.stored_at
       FROM events e LEFT JOIN users u ON u.id = e.user_id
       WHERE e.status = 'WAITING' AND e.stored_at NOT BETWEEN $1 AND $3
         AND NOT EXISTS (SELECT FROM alerts a WHERE a.event_id = e.id AND a.kind = 'WAITING_LONG')
       ORDER BY e.stored_at LIMIT $2`,
      [isoTime(now - DAY_MS), CHUNK, isoTime(now + LIMITS.clockDriftMs)],
    );
    const alerts = rows.map(({ id, device_id, depot_id, waits_for, stored_at }) => ({
      id: ids.uuid(),
      event_id: id,
      device_id,
      depot_id,
      details: { waits_for, since: stored_at },
    }));
    // Its subject keeps another server, which is looking at the same moment, from telling it once more.
    const { rowCount } = await tx.query(
      `INSERT INTO alerts (id, kind, depot_id, device_id, event_id, details, created_at, subject)
       SELECT id, 'WAITING_LONG', depot_id, device_id, event_id, details, $2, event_id
       FROM json_to_recordset($1::json) AS r (id uuid, depot_id integer, device_id uuid, event_id uuid, details jsonb)
       ON CONFLICT (kind, subject) WHERE subject IS NOT NULL DO NOTHING`,
      [JSON.stringify(alerts), isoTime(now)],
    );
    return rowCount ?? 0;
  });
}

/** Looks whether the database came back from a backup, and how many servers run on it. */
export async function lookAtDatabase(
  deps: Pick<HousekeepingDeps, 'database' | 'random' | 'dataDir' | 'log' | 'onServers'>,
): Promise<void> {
  const { epoch, restored, servers } = await beginEpochIfRestored(deps);
  if (restored !== null) deps.log.warn({ epoch, restored }, 'the database came back from a backup: a new epoch begins');
  deps.onServers(servers);
}

/** Looks for a restore and for changes of the CA every minute, follows the keys, looks for long waits every quarter of an hour, and tidies every night. */
export function startMaintenance(deps: HousekeepingDeps): { stop(): void } {
  const { log } = deps;
  const job = (what: string, work: () => Promise<unknown>) => () =>
    work().catch((error) => log.error({ err: error }, `housekeeping failed: ${what}`));
  const tasks = [
    schedule(
      '7,22,37,52 * * * *',
      job('long waits', () => alertLongWaiting(deps)),
    ),
    schedule(
      '29 2 * * *',
      job('tidying', async () => {
        if (await claimNight(deps, 'tidying')) await tidy(deps);
      }),
    ),
    schedule(
      '47 2 * * *',
      job('sums', async () => {
        if (await claimNight(deps, 'sums')) await auditNightly(deps);
      }),
    ),
    schedule(
      '*/5 * * * *',
      job('keys', () => deps.keys.refresh()),
    ),
    schedule(
      '41 1 * * *',
      job('keys by age', () => deps.keys.keepFresh()),
    ),
    schedule(
      '* * * * *',
      job('marks', () => lookAtDatabase(deps)),
    ),
    schedule(
      '* * * * *',
      job('company CA', () => deps.followCa()),
    ),
  ];
  return {
    stop: () => {
      for (const task of tasks) void task.stop();
    },
  };
}
