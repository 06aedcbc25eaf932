import { entriesOfInvoice } from '#shared/domain/ledger.ts';
import { algiersYear, reference } from '#shared/domain/references.ts';
import { deliveredLines, isInvoiceable, summaryLines, summaryTotals } from '#shared/domain/summary-invoice.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { MemoryState } from './memory-state.ts';
import type { ServerDeps } from './server-fixture.ts';

/** One invoice of several delivery notes, all of them or none; false where it is refused. */
export function summariseIn(
  state: MemoryState,
  ids: string[],
  { client_id, depot_id }: { client_id: string; depot_id: number },
  { clock, ids: newIds }: ServerDeps,
): boolean {
  const taken = new Set([
    ...[...state.invoices.values()].flatMap(({ delivery_id }) => delivery_id ?? []),
    ...[...state.summed.values()].flat(),
  ]);
  const notes = ids.flatMap((id) => state.deliveries.get(id) ?? []);
  const isFree = (note: (typeof notes)[number]) =>
    note.client_id === client_id && note.depot_id === depot_id && isInvoiceable(note) && !taken.has(note.id);
  const client = state.clients.get(client_id);
  if (!client || notes.length < ids.length || !notes.every(isFree)) return false;
  const number = (state.counters.get(depot_id) ?? 0) + 1;
  const lines = summaryLines(notes.map((note) => deliveredLines(note.lines)));
  const code = state.depots.find(({ id }) => id === depot_id)?.code ?? '';
  const invoice = {
    id: newIds.uuid(),
    reference: reference('FAC', code, algiersYear(clock.now()), number),
    ...{ depot_id, client_id, delivery_id: null, lines, ...summaryTotals(lines), payment: 'CREDIT' as const },
    ...{ created_by: 0, created_at: isoTime(clock.now()), claimed: null },
  };
  state.counters.set(depot_id, number);
  state.invoices.set(invoice.id, invoice);
  state.summed.set(invoice.id, ids);
  const entries = entriesOfInvoice(invoice);
  state.ledger.push(...entries);
  const booked = entries.reduce((sum, { amount }) => sum + amount, 0);
  state.clients.set(client_id, { ...client, balance: client.balance + booked });
  return true;
}
