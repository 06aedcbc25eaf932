import { DAY_MS } from '#shared/contract/durations.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ActName } from '#shared/contract/hq/acts.ts';
import type { ExportKind, MonthClosing, MonthExport, NewExport } from '#shared/contract/hq/closing.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Queryable, Transaction } from '../../store/database.ts';
import { type Acted, acted, unchanged } from '../acts/act.ts';
import { monthOf, type Period } from '../reports/period.ts';
import { lockClosedThrough, readClosedThrough } from './closed-months.ts';

type ClosedBy = NonNullable<MonthClosing['closed']>;

/** A day behind its end: what was being decided at midnight has its place then. */
const isOver = ({ ends }: Period, nowMs: number): boolean => Date.parse(ends) + DAY_MS <= nowMs;

/** Closes a month and all before it. Closed once, it stays so. */
export async function closeMonth(
  tx: Transaction,
  { clock }: ServerDeps,
  month: string,
): Promise<Result<Acted<{ month: string }>, RequestError>> {
  const period = monthOf(month, clock.now());
  if (!period.ok) return period;
  if (!isOver(period.value, clock.now())) {
    return refuse('CONFLICT', `${month} is closed from the second day of the next month on.`);
  }
  const through = await lockClosedThrough(tx);
  if (through !== null && month <= through) return unchanged({ month });
  const before = { closed_through: through };
  const after = { closed_through: month };
  return acted({ month }, { what: 'MONTH_CLOSED', entity: ['MONTH', month], name: month, before, after, reason: null });
}

const EXPORT_ACTS = { JOURNAL: 'JOURNAL_EXPORTED', TVA: 'TVA_EXPORTED' } as const satisfies Record<ExportKind, ActName>;

/** Keeps what an export of a closed month hashes to: whoever holds the file shows that it is the one that was taken. */
export async function keepExport(
  tx: Transaction,
  { month, kind = 'JOURNAL', depot_id, sha256 }: NewExport,
): Promise<Result<Acted<{ month: string }>, RequestError>> {
  const through = await readClosedThrough(tx);
  if (through === null || month > through) return refuse('CONFLICT', `${month} is not closed: its export may change.`);
  const after = { depot_id, sha256 };
  return acted(
    { month },
    { what: EXPORT_ACTS[kind], entity: ['MONTH', month], name: month, before: null, after, reason: null },
  );
}

export async function monthClosing(
  database: Queryable,
  month: string | undefined,
  nowMs: number,
): Promise<Result<MonthClosing, RequestError>> {
  const period = monthOf(month, nowMs);
  if (!period.ok) return period;
  const asked = period.value.month;
  const closing = await database.query<ClosedBy>(
    `SELECT at, user_name FROM acts WHERE what = 'MONTH_CLOSED' AND entity_id >= $1 ORDER BY entity_id LIMIT 1`,
    [asked],
  );
  const exports = await database.query<MonthExport>(
    `SELECT at, CASE what WHEN 'TVA_EXPORTED' THEN 'TVA' ELSE 'JOURNAL' END AS kind, user_name, (after ->> 'depot_id')::integer AS depot_id, after ->> 'sha256' AS sha256
     FROM acts WHERE entity_id = $1 AND what IN ('JOURNAL_EXPORTED', 'TVA_EXPORTED') ORDER BY at DESC, id DESC LIMIT $2`,
    [asked, LIMITS.adminPage],
  );
  const closed = closing.rows[0] ?? null;
  const may_close = closed === null && isOver(period.value, nowMs);
  return ok({ month: asked, closed, may_close, exports: exports.rows });
}
