import type { Held } from './server-fixture.ts';

/** A validated delivery or a payment that was applied, as its event says it. */
interface Collection {
  entity_id: string;
  payload: Record<string, unknown>;
}

/**
 * What each client owes is what was invoiced, but for what was paid at once, collected at a delivery or apart from any; and it is the sum
 * of the ledger. Computed from invoices and events anew, without the product's code.
 */
export function balanceFaults(
  { clients, deliveries, invoices, ledger }: Held,
  { validated, paid }: { validated: Collection[]; paid: Collection[] },
): string[] {
  const owed = new Map<string, number>();
  const add = (client: string, amount: number) => owed.set(client, (owed.get(client) ?? 0) + amount);
  for (const { client_id, payment, delivery_id, total_ttc } of invoices) {
    if (payment !== 'CASH' || delivery_id !== null) add(client_id, total_ttc);
  }
  const clientOf = new Map(deliveries.map(({ id, client_id }) => [id, client_id]));
  for (const { entity_id, payload } of validated) {
    const { amount = 0 } = (payload.cheque ?? {}) as { amount?: number };
    add(clientOf.get(entity_id) ?? '', -Number(payload.cash_collected ?? 0) - amount);
  }
  for (const { payload } of paid) add(String(payload.client_id), -Number(payload.amount));
  const booked = new Map<string, number>();
  for (const { client_id, amount } of ledger) booked.set(client_id, (booked.get(client_id) ?? 0) + amount);
  return clients.flatMap(({ id, balance }) => [
    ...(balance === (owed.get(id) ?? 0)
      ? []
      : [`client ${id} owes ${owed.get(id) ?? 0}, and the balance is ${balance}`]),
    ...(balance === (booked.get(id) ?? 0)
      ? []
      : [`the balance of client ${id} is ${balance}, and its ledger comes to ${booked.get(id) ?? 0}`]),
  ]);
}
