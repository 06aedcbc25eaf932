import type { ActionContext, Said } from '../actions/define-action.ts';
import { type LedgerEntry, sumOf } from '../ledger.ts';
import { causeOf } from './cause.ts';

/**
 * Books entries and changes their clients' balances, which were loaded with the event. Each client is told of once a
 * batch, behind it: see `announceClients`.
 */
export function book(
  entries: LedgerEntry[],
  said: Pick<Said, 'event' | 'author'>,
  { facts, plan, now }: ActionContext,
): void {
  plan.ledger.push(...entries);
  for (const client_id of new Set(entries.map((entry) => entry.client_id))) {
    const client = facts.clients.get(client_id);
    const amount = sumOf(entries.filter((entry) => entry.client_id === client_id));
    // What is paid at once changes nothing.
    if (!client || amount === 0) continue;
    facts.clients.set(client_id, { ...client, balance: client.balance + amount, balance_as_of: now });
    plan.toldClients.set(client_id, causeOf(said));
  }
}
