import type { Depot } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import type { DepotChange } from '#shared/contract/hq/requests.ts';
import * as columns from '../store/columns.ts';
import type { Changing } from './change-one.ts';

/** A depot's name, address and telephone, and what the ERP calls it. Its code stands in every reference and stays. */
export const changingDepots: Changing<DepotChange, Depot> = {
  subject: { what: 'DEPOT_CHANGED', type: 'DEPOT' },

  async lock(tx, id) {
    const { rows } = await tx.query<Depot>(
      `SELECT ${columns.DEPOT} FROM depots d WHERE d.id = $1 FOR NO KEY UPDATE OF d`,
      [Number(id)],
    );
    return rows[0] ?? null;
  },

  async change(tx, _deps, { before, input }) {
    const after: Depot = { ...before, ...input };
    await tx.query('UPDATE depots SET name = $2, address = $3, phone = $4, external_id = $5 WHERE id = $1', [
      before.id,
      after.name,
      after.address,
      after.phone,
      after.external_id,
    ]);
    return ok(after);
  },
};
