import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ClientFact } from '#shared/domain/decide/facts.ts';
import { because } from '../http/because.ts';
import type { Transaction } from '../store/database.ts';
import { addToDepots } from './create-clients.ts';

/**
 * Which depots serve a client from now on; answers those that it has left. One that has notes of it to deliver keeps it:
 * its drivers would stand there without a name or an address. The client is locked: nobody plans for it meanwhile.
 */
export async function setDepots(
  tx: Transaction,
  { id, depot_ids: before }: Pick<ClientFact, 'id' | 'depot_ids'>,
  wanted: number[] | undefined,
): Promise<Result<number[], RequestError>> {
  if (wanted === undefined) return ok([]);
  const { rows: unknown } = await tx.query<{ id: number }>(
    'SELECT w.id FROM unnest($1::integer[]) AS w (id) WHERE NOT EXISTS (SELECT FROM depots d WHERE d.id = w.id) LIMIT 1',
    [wanted],
  );
  if (unknown[0]) return refuse('NOT_FOUND', `There is no depot ${unknown[0].id}.`);
  const left = before.filter((depot) => !wanted.includes(depot));
  const { rows: open } = await tx.query<{ reference: string }>(
    `SELECT reference FROM deliveries
     WHERE client_id = $1 AND depot_id = ANY ($2::integer[]) AND status IN ('PENDING', 'FAILED') LIMIT 1`,
    [id, left],
  );
  if (open[0]) return because('NOTES_OPEN', 'CONFLICT', `${open[0].reference} is still to be delivered from there.`);
  await tx.query('DELETE FROM client_depots WHERE client_id = $1 AND depot_id = ANY ($2::integer[])', [id, left]);
  await addToDepots(
    tx,
    wanted.map((depot_id) => ({ client_id: id, depot_id })),
  );
  return ok(left);
}
