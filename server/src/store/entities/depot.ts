import type { Depot } from '#shared/contract/entities.ts';
import type { Transaction } from '../database.ts';

/** The columns of `depots d`. */
export const DEPOT = 'd.id, d.code, d.name, d.address, d.phone, d.external_id';

export async function depotById(tx: Transaction, id: number): Promise<Depot> {
  const { rows } = await tx.query<Depot>(`SELECT ${DEPOT} FROM depots d WHERE d.id = $1`, [id]);
  return rows[0] as Depot;
}
