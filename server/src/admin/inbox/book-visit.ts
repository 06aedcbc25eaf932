import type { Delivery } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { LotMove } from '#shared/domain/arrival.ts';
import { stockKey } from '#shared/domain/decide/facts.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { takeFifo } from '#shared/domain/stock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import * as columns from '../../store/columns.ts';
import type { Transaction } from '../../store/database.ts';
import { moveGoods } from '../../store/entities/goods-moved.ts';
import { lockStock } from '../../store/entities/stock.ts';
import type { Actor } from '../actor.ts';
import { type Acted, acted } from '../acts/act.ts';
import { readClients } from '../create-clients.ts';
import { createPayment } from '../payments.ts';
import { stockChanges } from '../stock/tell-stock.ts';

interface Booking {
  event: { id: string; entity_id: string; action: string; body: string };
  goods: { product_id: number; quantity: number }[];
  cash: number;
}

/** Takes the goods and books the cash of a validation that was refused, as far as it says so itself. */
export async function bookVisit(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { event, goods, cash }: Booking,
): Promise<Result<Acted<null>, RequestError>> {
  const { rows } = await tx.query<Delivery>(
    `SELECT ${columns.DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id
     WHERE dl.id::text = $1 FOR UPDATE OF dl`,
    [event.entity_id],
  );
  const [delivery] = rows;
  if (event.action !== 'DELIVERY_VALIDATED' || !delivery) {
    return refuse('CONFLICT', 'Only a delivery has goods and cash to settle: close this one as it is.');
  }
  const fault = moreThanSaid(event, delivery, { goods, cash });
  if (fault !== null) return refuse('CONFLICT', fault);
  await readClients(tx, [delivery.client_id]);
  const moves = await takeGoods(tx, deps, delivery.depot_id, goods);
  if (!moves.ok) return moves;
  const at = isoTime(deps.clock.now());
  const stock = await moveGoods(tx, { id: event.id, cause: 'CONFLICT', at }, moves.value);
  await appendChanges(tx, stockChanges(deps, stock));
  if (cash === 0) return acted(null);
  const { client_id, id: delivery_id } = delivery;
  const paid = await createPayment(tx, deps, actor, { client_id, amount: cash, method: 'CASH', delivery_id });
  return paid.ok ? acted(null, ...paid.value.acts) : paid;
}

interface SaidOfVisit {
  lines?: { product_id: number; delivered: number }[];
  cash_collected?: number;
}

function moreThanSaid(
  { body }: Booking['event'],
  delivery: Delivery,
  { goods, cash }: Omit<Booking, 'event'>,
): string | null {
  const { lines, cash_collected = 0 } = (JSON.parse(body) as { payload: SaidOfVisit }).payload;
  if (cash > cash_collected) return `The driver said that ${cash_collected} centimes were taken, and not more.`;
  const said = new Map(
    lines
      ? lines.map(({ product_id, delivered }) => [product_id, delivered])
      : delivery.lines.map(({ product_id, quantity }) => [product_id, quantity]),
  );
  const more = goods.find(({ product_id, quantity }) => quantity > (said.get(product_id) ?? 0));
  return more
    ? `The driver said that ${said.get(more.product_id) ?? 0} of product ${more.product_id} left, and not more.`
    : null;
}

async function takeGoods(
  tx: Transaction,
  { clock }: ServerDeps,
  depotId: number,
  goods: Booking['goods'],
): Promise<Result<LotMove[], RequestError>> {
  const sorted = goods.toSorted((a, b) => a.product_id - b.product_id);
  const { lots } = await lockStock(
    tx,
    sorted.map(({ product_id }) => ({ depotId, productId: product_id })),
  );
  const moves: LotMove[] = [];
  for (const { product_id, quantity } of sorted) {
    const of = lots.get(stockKey(depotId, product_id)) ?? [];
    const { taken, shortfall } = takeFifo(of, quantity, algiersDay(clock.now()));
    if (shortfall > 0) {
      return because(
        'NOT_ENOUGH',
        'CONFLICT',
        `The depot has ${quantity - shortfall} of product ${product_id}: enter its receipt first.`,
      );
    }
    moves.push(...taken.map((part) => ({ lot_id: part.lot.id, quantity: -part.quantity })));
  }
  return ok(moves);
}
