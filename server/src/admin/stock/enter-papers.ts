import type { Lot } from '#shared/contract/entities.ts';
import { fail, ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { NewCount, NewReceipt, NewWaste } from '#shared/contract/hq/stock.ts';
import { arrival } from '#shared/domain/arrival.ts';
import { isShortfallName } from '#shared/domain/stock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import { createLots, lotFault } from '../create-goods.ts';
import { bookPaper, type Entered, entered, keepPaper } from './book-paper.ts';
import { insertEmptyLot, isKnownLot, lockLot } from './lock-lot.ts';

/** Goods came in: as a lot of their own, or as more of one that is there. An open shortfall is closed first. */
export async function enterReceipt(tx: Transaction, deps: ServerDeps, userId: number, input: NewReceipt): Entered {
  if (isShortfallName(input.lot_number)) return refuse('INVALID_REQUEST', 'Missing goods are no lot that is received.');
  if (!(await isKnownLot(tx, input))) return receiveNewLot(tx, deps, userId, input);
  const locked = await lockLot(tx, input);
  if (!locked.ok) return locked;
  const { lot, shortfall } = locked.value;
  if (lot === null) return noSuchLot(input);
  const entry = { kind: 'RECEIPT', lot, userId, input, difference: input.quantity } as const;
  return bookPaper(tx, deps, entry, arrival(lot.id, input.quantity, shortfall));
}

/** A lot's own receipt bears its id. */
async function receiveNewLot(tx: Transaction, deps: ServerDeps, userId: number, input: NewReceipt): Entered {
  const dates = datesOf(input);
  if (!dates.ok) return dates;
  const created = await createLots(tx, deps, [{ ...input, ...dates.value }]);
  if (!created.ok) return fail(created.error[0] as RequestError);
  const lot = created.value[0] as Lot;
  const entry = { kind: 'RECEIPT', lot, userId, input, difference: input.quantity } as const;
  return entered(await keepPaper(tx, deps, lot.id, entry), { ...lot, remaining_quantity: 0 }, lot);
}

/** What was found of a lot is there from now on. One that nobody knew of is made. */
export async function enterCount(tx: Transaction, deps: ServerDeps, userId: number, input: NewCount): Entered {
  if (isShortfallName(input.lot_number) && input.quantity > 0) {
    return refuse('INVALID_REQUEST', 'Missing goods cannot be found under that name: their lot is closed with 0.');
  }
  const locked = await lockLot(tx, input);
  if (!locked.ok) return locked;
  const counted = locked.value.lot ? ok(locked.value.lot) : await foundLot(tx, deps, input);
  if (!counted.ok) return counted;
  const lot = counted.value;
  const difference = input.quantity - lot.remaining_quantity;
  const entry = { kind: 'COUNT', lot, userId, input, difference } as const;
  return bookPaper(tx, deps, entry, difference === 0 ? [] : [{ lot_id: lot.id, quantity: difference }]);
}

async function foundLot(tx: Transaction, deps: ServerDeps, input: NewCount): Promise<Result<Lot, RequestError>> {
  const dates = datesOf(input);
  if (!dates.ok) return dates;
  const lot = { ...input, ...dates.value, id: deps.ids.uuid() };
  const fault = lotFault(lot, deps.clock.now());
  if (fault !== null) return refuse('INVALID_REQUEST', fault);
  return ok(await insertEmptyLot(tx, lot, isoTime(deps.clock.now())));
}

/** Goods are thrown away: never more than the lot has. */
export async function enterWaste(tx: Transaction, deps: ServerDeps, userId: number, input: NewWaste): Entered {
  const locked = await lockLot(tx, input);
  if (!locked.ok) return locked;
  const { lot } = locked.value;
  if (lot === null) return noSuchLot(input);
  if (input.quantity > lot.remaining_quantity) return tooLittle(lot, input.quantity);
  const entry = { kind: 'WASTE', lot, userId, input, difference: -input.quantity } as const;
  return bookPaper(tx, deps, entry, [{ lot_id: lot.id, quantity: -input.quantity }]);
}

export const noSuchLot = ({ lot_number }: { lot_number: string }) =>
  because('LOT_UNKNOWN', 'NOT_FOUND', `There is no lot ${lot_number} of this product in this depot.`);

export const tooLittle = ({ lot_number, remaining_quantity }: Lot, asked: number) =>
  because(
    'NOT_ENOUGH',
    'CONFLICT',
    `Lot ${lot_number} has ${remaining_quantity}: ${asked} cannot leave it. Count it first.`,
  );

const datesOf = ({ lot_number, produced_at, expires_at }: NewCount | NewReceipt) =>
  produced_at === undefined || expires_at === undefined
    ? because(
        'LOT_DATES',
        'INVALID_REQUEST',
        `The depot has no lot ${lot_number} yet: say its produced_at and expires_at.`,
      )
    : ok({ produced_at, expires_at });
