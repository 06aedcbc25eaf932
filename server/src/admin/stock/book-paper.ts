import type { Lot } from '#shared/contract/entities.ts';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import type { ActName } from '#shared/contract/hq/acts.ts';
import type { StockPaper } from '#shared/contract/hq/stock.ts';
import type { LotMove } from '#shared/domain/arrival.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import type { Transaction } from '../../store/database.ts';
import { moveGoods } from '../../store/entities/goods-moved.ts';
import { insertStockPaper } from '../../store/entities/stock-paper.ts';
import { type Acted, acted, changedBy } from '../acts/act.ts';
import { stockChanges } from './tell-stock.ts';

export type Entered = Promise<Result<Acted<StockPaper>, RequestError>>;

/** Who enters what about which lot. */
export interface Entry {
  kind: StockPaper['kind'];
  lot: Lot;
  userId: number;
  input: { quantity: number; reason: string };
  /** By how much the lot changes, where nothing is missing. */
  difference: number;
}

const ACT_OF = { RECEIPT: 'LOT_RECEIVED', COUNT: 'LOT_COUNTED', WASTE: 'LOT_WASTED' } as const satisfies Record<
  StockPaper['kind'],
  ActName
>;

/** Keeps a paper of the stock and moves the goods as it says; the depot is told the new level. */
export async function bookPaper(tx: Transaction, deps: ServerDeps, entry: Entry, moves: LotMove[]): Entered {
  const { lot } = entry;
  const paper = await keepPaper(tx, deps, deps.ids.uuid(), entry);
  const stock = await moveGoods(tx, { id: paper.id, cause: paper.kind, at: paper.created_at }, moves);
  await appendChanges(tx, stockChanges(deps, stock));
  const moved = moves.filter(({ lot_id }) => lot_id === lot.id).reduce((sum, { quantity }) => sum + quantity, 0);
  return entered(paper, lot, { ...lot, remaining_quantity: lot.remaining_quantity + moved });
}

export async function keepPaper(tx: Transaction, deps: ServerDeps, id: string, entry: Entry): Promise<StockPaper> {
  const { kind, userId, difference } = entry;
  const { id: lot_id, depot_id, product_id, lot_number } = entry.lot;
  const { quantity, reason } = entry.input;
  const created_at = isoTime(deps.clock.now());
  const about = { id, kind, depot_id, product_id, lot_id, lot_number };
  const paper: StockPaper = { ...about, quantity, difference, reason, created_by: userId, created_at };
  await insertStockPaper(tx, paper);
  return paper;
}

export const entered = (paper: StockPaper, before: Lot, after: Lot) =>
  acted(paper, changedBy({ what: ACT_OF[paper.kind], type: 'LOT' }, before, after, paper.reason));
