import type { Invoice } from '#shared/contract/entities.ts';
import type { Change } from '#shared/domain/change.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { change } from '../../store/build-change.ts';
import type { Transaction } from '../../store/database.ts';
import { clientChanges, readClients } from '../create-clients.ts';

/** An invoice as it is from now on, to its author and the depot's hub; and its client's balance, to the client's depots. */
export async function invoiceChanges(tx: Transaction, deps: ServerDeps, invoice: Invoice): Promise<Change[]> {
  const subject = { entity_type: 'INVOICE', entity_id: invoice.id, action: 'INVOICE_REF_ASSIGNED' } as const;
  const told = change(deps, subject, invoice, { users: [invoice.created_by] }, [invoice.depot_id]);
  return [told, ...clientChanges(deps, await readClients(tx, [invoice.client_id]))];
}
