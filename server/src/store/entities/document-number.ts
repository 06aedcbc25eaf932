import { invariant } from '#shared/domain/invariant.ts';
import { reference, type Series } from '#shared/domain/references.ts';
import type { Transaction } from '../database.ts';

/**
 * The next number of a depot's series, without a gap: the counter's row is locked until the commit. A clock that went
 * back over New Year does not lead back into last year's series.
 */
export async function nextReference(
  tx: Transaction,
  { series, depotId, year }: { series: Series; depotId: number; year: number },
): Promise<string> {
  await tx.query('SELECT FROM document_counters WHERE series = $1 AND depot_id = $2 ORDER BY year FOR UPDATE', [
    series,
    depotId,
  ]);
  const { rows } = await tx.query<{ code: string; year: number; last: number }>(
    `INSERT INTO document_counters AS n (series, depot_id, year, last)
     SELECT $1, d.id, greatest($3::integer, (SELECT max(c.year) FROM document_counters c
       WHERE c.series = $1 AND c.depot_id = d.id)), 1
     FROM depots d WHERE d.id = $2
     ON CONFLICT (series, depot_id, year) DO UPDATE SET last = n.last + 1
     RETURNING year, last, (SELECT code FROM depots WHERE id = $2) AS code`,
    [series, depotId, year],
  );
  const [next] = rows;
  invariant(next !== undefined, `there is no depot ${depotId} to number in`);
  return reference(series, next.code, next.year, next.last);
}
