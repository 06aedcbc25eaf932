import type { Lot } from '#shared/contract/entities.ts';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { LotStateChange } from '#shared/contract/hq/stock.ts';
import { isShortfallName } from '#shared/domain/stock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { type Acted, acted, changedBy, unchanged } from '../acts/act.ts';
import { lockLot } from './lock-lot.ts';
import { lotChanges } from './tell-stock.ts';

/** Holds a lot back (blocked, or recalled from clients), or lets it go. Behind its product's lock: no delivery is decided meanwhile. */
export async function changeLotState(
  tx: Transaction,
  deps: ServerDeps,
  { id, input }: { id: string; input: LotStateChange },
): Promise<Result<Acted<Lot>, RequestError>> {
  const known = await tx.query<Lot>(`SELECT ${columns.LOT} FROM lots l WHERE l.id = $1`, [id]);
  if (!known.rows[0]) return refuse('NOT_FOUND', `There is no lot ${id}.`);
  if (isShortfallName(known.rows[0].lot_number)) {
    return refuse('CONFLICT', 'Missing goods are no lot that could be held back.');
  }
  const locked = await lockLot(tx, known.rows[0]);
  if (!locked.ok) return locked;
  const lot = locked.value.lot as Lot;
  if (lot.state === input.state) return unchanged(lot);
  await tx.query('UPDATE lots SET state = $2 WHERE id = $1', [id, input.state]);
  const after: Lot = { ...lot, state: input.state };
  await appendChanges(tx, lotChanges(deps, [after]));
  return acted(after, changedBy({ what: 'LOT_STATE_CHANGED', type: 'LOT' }, lot, after, input.reason));
}
