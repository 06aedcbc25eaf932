import type { Transaction } from '../../store/database.ts';
import { findBadRows, type RowError } from '../rows.ts';

const TAKEN = `SELECT external_id FROM (
    SELECT 'depots' AS kind, external_id FROM depots UNION ALL SELECT 'users', external_id FROM users
    UNION ALL SELECT 'products', external_id FROM products UNION ALL SELECT 'clients', external_id FROM clients
    UNION ALL SELECT 'lots', external_id FROM lots UNION ALL SELECT 'deliveries', external_id FROM deliveries) AS known
  WHERE kind = $1 AND external_id = ANY ($2::text[])`;

/** What bears a name of the ERP. */
export type Named = 'depots' | 'users' | 'products' | 'clients' | 'lots' | 'deliveries';

/** Rows whose `external_id` is another one's of their kind already, in the database or in a row before. */
export async function externalIdsTaken(
  tx: Transaction,
  kind: Named,
  inputs: { external_id?: string | null }[],
): Promise<RowError[]> {
  const given = inputs.flatMap(({ external_id }) => external_id ?? []);
  if (given.length === 0) return [];
  const { rows } = await tx.query<{ external_id: string }>(TAKEN, [kind, given]);
  const taken = new Set(rows.map(({ external_id }) => external_id));
  return findBadRows(inputs, ({ external_id }) => {
    if (external_id == null) return null;
    if (taken.has(external_id)) return ['CONFLICT', `external_id ${external_id} is another one's already.`];
    taken.add(external_id);
    return null;
  });
}
