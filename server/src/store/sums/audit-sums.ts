import type { Clock } from '#shared/ports/clock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import { type Database, inTransaction, type Transaction } from '../database.ts';
import { writeAlerts } from '../sync/write-alerts.ts';
import { CHECKS } from './checks.ts';

/** Rows that are told of each check: more of the same say nothing new. */
const ROWS_TOLD = 100;

export interface Finding {
  check: string;
  holds: string;
  /** A sentence for each row that is wrong. */
  rows: string[];
}

/** Holds the whole database to its sums, as it stands at one moment. Gives what does not hold. */
export function auditSums(database: Database): Promise<Finding[]> {
  return inTransaction(database, auditIn);
}

export async function auditIn(tx: Transaction): Promise<Finding[]> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  // It reads everything, at night: the limit of an everyday statement is not meant for it.
  await tx.query(`SELECT set_config('statement_timeout', '0', true)`);
  return findings(tx);
}

export async function findings(tx: Transaction): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { name, holds, sql } of CHECKS) {
    const { rows } = await tx.query<{ found: string }>(sql, [ROWS_TOLD]);
    if (rows.length > 0) found.push({ check: name, holds, rows: rows.map((row) => row.found) });
  }
  return found;
}

/** A green line, or the exact rows. */
export const tellFindings = (found: Finding[]): string =>
  found.length === 0
    ? `All ${CHECKS.length} sums hold.`
    : found
        .flatMap(({ check, holds, rows }) => [`${check}: not so that ${holds}`, ...rows.map((row) => `  ${row}`)])
        .join('\n');

/** The nightly look: what does not hold is logged row by row, and told to HQ, once a night. */
export async function auditNightly({
  database,
  clock,
  ids,
  log,
}: {
  database: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
}): Promise<void> {
  const found = await auditSums(database);
  const now = isoTime(clock.now());
  const differences = found.reduce((sum, { rows }) => sum + rows.length, 0);
  await noteLook(database, { at: now, differences });
  if (found.length === 0) return log.info({}, tellFindings(found));
  for (const { check, rows } of found) log.error({ check, rows }, 'a sum does not hold');
  const alert = {
    kind: 'SUMS_DIFFER',
    depot_id: null,
    device_id: null,
    event_id: null,
    subject: now.slice(0, 10),
  } as const;
  await inTransaction(database, (tx) => writeAlerts(tx, [{ ...alert, id: ids.uuid(), details: { differences } }], now));
}

/** For the metrics: that it was looked, and what was found. */
async function noteLook(database: Database, look: { at: string; differences: number }): Promise<void> {
  await database.query(
    `INSERT INTO meta (key, value) VALUES ('sums', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(look)],
  );
}
