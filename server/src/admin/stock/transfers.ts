import type { LotState } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { NewTransfer, Transfer, TransferReceipt } from '#shared/contract/hq/stock.ts';
import { arrival } from '#shared/domain/arrival.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { moveGoods } from '../../store/entities/goods-moved.ts';
import { insertTransfer } from '../../store/entities/stock-paper.ts';
import type { Actor } from '../actor.ts';
import { type Acted, acted, changedBy, madeBy, unchanged } from '../acts/act.ts';
import { noSuchLot, tooLittle } from './enter-papers.ts';
import { insertEmptyLot, lockLot } from './lock-lot.ts';
import { stockChanges } from './tell-stock.ts';

type Outcome = Promise<Result<Acted<Transfer>, RequestError>>;

/** Goods leave a lot for another depot: at once, and they are in no stock until they are received. */
export async function sendTransfer(tx: Transaction, deps: ServerDeps, userId: number, input: NewTransfer): Outcome {
  if (input.to_depot_id === input.depot_id) {
    return because('SAME_DEPOT', 'INVALID_REQUEST', 'A transfer goes to another depot than the one that sends it.');
  }
  const known = await tx.query('SELECT FROM depots WHERE id = $1', [input.to_depot_id]);
  if (known.rowCount === 0) return refuse('NOT_FOUND', `There is no depot ${input.to_depot_id}.`);
  const locked = await lockLot(tx, input);
  if (!locked.ok) return locked;
  const { lot } = locked.value;
  if (lot === null) return noSuchLot(input);
  if (input.quantity > lot.remaining_quantity) return tooLittle(lot, input.quantity);
  const { produced_at, expires_at, lot_number } = lot;
  const transfer: Transfer = {
    id: deps.ids.uuid(),
    ...{ depot_id: input.depot_id, to_depot_id: input.to_depot_id, product_id: input.product_id },
    ...{ lot_number, produced_at, expires_at, quantity: input.quantity, state: 'IN_TRANSIT', reason: input.reason },
    ...{ sent_by: userId, sent_at: isoTime(deps.clock.now()) },
    ...{ received_quantity: null, received_reason: null, received_by: null, received_at: null },
  };
  await insertTransfer(tx, transfer);
  const moves = [{ lot_id: lot.id, quantity: -input.quantity }];
  const stock = await moveGoods(tx, { id: transfer.id, cause: 'TRANSFER_SENT', at: transfer.sent_at }, moves);
  await appendChanges(tx, stockChanges(deps, stock));
  return acted(transfer, madeBy({ what: 'TRANSFER_SENT', type: 'TRANSFER' }, transfer, input.reason));
}

/** What arrived is in the stock of the other depot from now on; what did not is gone, and the reason says why. */
export async function receiveTransfer(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { id, input }: { id: string; input: TransferReceipt },
): Outcome {
  const transfer = await lockTransfer(tx, id, actor);
  if (!transfer) return refuse('NOT_FOUND', `There is no transfer ${id} on its way here.`);
  const asked = receivable(transfer, input);
  if (!asked.ok) return asked;
  if (transfer.state === 'RECEIVED') return unchanged(transfer);
  const received: Transfer = {
    ...transfer,
    state: 'RECEIVED',
    ...{ received_quantity: input.quantity, received_reason: input.reason ?? null },
    ...{ received_by: actor.userId, received_at: isoTime(deps.clock.now()) },
  };
  await tx.query(
    `UPDATE transfers SET received_quantity = $2, received_reason = $3, received_by = $4, received_at = $5 WHERE id = $1`,
    [id, received.received_quantity, received.received_reason, received.received_by, received.received_at],
  );
  const stocked = await stockArrival(tx, deps, received, input.quantity);
  if (!stocked.ok) return stocked;
  return acted(received, changedBy({ what: 'TRANSFER_RECEIVED', type: 'TRANSFER' }, transfer, received, input.reason));
}

/** A clerk hears nothing of what goes elsewhere. */
async function lockTransfer(tx: Transaction, id: string, { depotId }: Actor): Promise<Transfer | null> {
  const { rows } = await tx.query<Transfer>(
    `SELECT ${columns.TRANSFER} FROM transfers tf WHERE tf.id = $1 AND ($2::integer IS NULL OR tf.to_depot_id = $2) FOR UPDATE`,
    [id, depotId],
  );
  return rows[0] ?? null;
}

function receivable(transfer: Transfer, { quantity, reason }: TransferReceipt): Result<null, RequestError> {
  if (transfer.state === 'RECEIVED') {
    return quantity === transfer.received_quantity
      ? ok(null)
      : refuse('CONFLICT', `It was received already, with ${transfer.received_quantity}: count the lot instead.`);
  }
  return quantity === transfer.quantity || reason !== undefined
    ? ok(null)
    : because(
        'REASON_NEEDED',
        'INVALID_REQUEST',
        `${transfer.quantity} were sent and ${quantity} arrived: say why in reason.`,
      );
}

async function stockArrival(
  tx: Transaction,
  deps: ServerDeps,
  transfer: Transfer,
  quantity: number,
): Promise<Result<null, RequestError>> {
  const { id, product_id, lot_number, produced_at, expires_at } = transfer;
  const named = { depot_id: transfer.to_depot_id, product_id, lot_number };
  const locked = await lockLot(tx, named);
  if (!locked.ok) return locked;
  const at = isoTime(deps.clock.now());
  const { shortfall } = locked.value;
  const arriving = { ...named, id: deps.ids.uuid(), produced_at, expires_at };
  const lot =
    locked.value.lot ?? (await insertEmptyLot(tx, { ...arriving, state: await stateAtSender(tx, transfer) }, at));
  const stock = await moveGoods(tx, { id, cause: 'TRANSFER_RECEIVED', at }, arrival(lot.id, quantity, shortfall));
  await appendChanges(tx, stockChanges(deps, stock));
  return ok(null);
}

/** A lot that HQ holds back is held back wherever it arrives. */
async function stateAtSender(tx: Transaction, { depot_id, product_id, lot_number }: Transfer): Promise<LotState> {
  const { rows } = await tx.query<{ state: LotState }>(
    'SELECT state FROM lots WHERE depot_id = $1 AND product_id = $2 AND code_key(lot_number) = code_key($3)',
    [depot_id, product_id, lot_number],
  );
  return rows[0]?.state ?? 'OK';
}
