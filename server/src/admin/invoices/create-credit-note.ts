import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { CreditNote, NewCreditNote } from '#shared/contract/hq/credit-notes.ts';
import { creditAmounts } from '#shared/domain/credit-note.ts';
import { entriesOfCreditNote } from '#shared/domain/ledger.ts';
import { algiersYear } from '#shared/domain/references.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { appendChanges } from '../../store/changes.ts';
import type { Transaction } from '../../store/database.ts';
import { insertCreditNote } from '../../store/entities/credit-note.ts';
import { nextReference } from '../../store/entities/document-number.ts';
import { moveGoods } from '../../store/entities/goods-moved.ts';
import { writeLedger } from '../../store/entities/ledger.ts';
import { type Acted, acted, madeBy } from '../acts/act.ts';
import { holdClosedThrough, isClosed } from '../closing/closed-months.ts';
import { stockChanges } from '../stock/tell-stock.ts';
import { movesOfGoodsBack } from './credit-goods.ts';
import { freeNotes, type LockedInvoice, lockInvoice } from './locked-invoice.ts';
import { invoiceChanges } from './tell-invoice.ts';

/** Takes goods of an invoice back, in the depot's next number of that series: the client owes less by as much. */
export async function createCreditNote(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  { id, input }: { id: string; input: NewCreditNote },
): Promise<Result<Acted<CreditNote>, RequestError>> {
  const nowMs = deps.clock.now();
  // Only where the clock went back.
  if (isClosed(await holdClosedThrough(tx), isoTime(nowMs))) {
    return because('MONTH_CLOSED', 'CONFLICT', 'The month is closed: look at the clock of the server.');
  }
  const locked = await lockInvoice(tx, id);
  if (!locked.ok) return locked;
  const { invoice } = locked.value;
  const amounts = creditable(locked.value, input);
  if (!amounts.ok) return amounts;
  const { is_whole, ...credited } = amounts.value;
  const back = input.goods_back ? await movesOfGoodsBack(tx, invoice, input.lines) : ok([]);
  if (!back.ok) return back;

  const series = { series: 'AV', depotId: invoice.depot_id, year: algiersYear(nowMs) } as const;
  const note: CreditNote = {
    id: deps.ids.uuid(),
    reference: await nextReference(tx, series),
    invoice_id: id,
    invoice_reference: invoice.reference,
    depot_id: invoice.depot_id,
    client_id: invoice.client_id,
    client_name: locked.value.client.name,
    ...credited,
    goods_back: input.goods_back,
    reason: input.reason,
    created_by: userId,
    created_at: isoTime(nowMs),
  };
  await insertCreditNote(tx, note, is_whole);
  if (is_whole) await freeNotes(tx, id);
  await writeLedger(tx, entriesOfCreditNote(note), note.created_at);
  const stock = await moveGoods(tx, { id: note.id, cause: 'CREDIT_NOTE', at: note.created_at }, back.value);
  const after = { ...invoice, credited_ttc: (invoice.credited_ttc ?? 0) + note.total_ttc };
  await appendChanges(tx, [...(await invoiceChanges(tx, deps, after)), ...stockChanges(deps, stock)]);
  return acted(note, madeBy({ what: 'CREDIT_NOTE_MADE', type: 'CREDIT_NOTE' }, note, input.reason));
}

function creditable({ invoice, client, earlier }: LockedInvoice, { lines }: NewCreditNote) {
  if (invoice.cancelled_at) return refuse('CONFLICT', `${invoice.reference} is cancelled: nothing of it is owed.`);
  const amounts = creditAmounts(invoice.lines, earlier, lines);
  if (!amounts.ok) {
    const { product_id, asked, left } = amounts.error;
    return because(
      'OVER_CREDITED',
      'CONFLICT',
      `Of product ${product_id} only ${left} are left on ${invoice.reference}: ${asked} cannot be credited.`,
    );
  }
  return Number.isSafeInteger(client.balance - amounts.value.total_ttc)
    ? amounts
    : refuse('CONFLICT', 'The balance is beyond what can be kept exactly.');
}
