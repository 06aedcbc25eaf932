import type { Role } from '#shared/contract/entities.ts';

const CLERK: readonly Role[] = ['clerk'];
const DISPATCHER: readonly Role[] = ['dispatcher'];
const ACCOUNTANT: readonly Role[] = ['accountant'];
const EVERYBODY_HERE: readonly Role[] = ['clerk', 'dispatcher', 'accountant'];
const OF_HQ: readonly Role[] = ['dispatcher', 'accountant'];

/**
 * Who may write at HQ's API beside an admin, who may everything, by the address below its prefix. A clerk does so for the
 * own depot alone. Nobody but an admin changes people, depots, hubs, devices, prices, keys and the company. Reading needs
 * no line here: HQ's roles read all, a clerk the own depot.
 */
export const MAY_WRITE: Readonly<Record<string, readonly Role[]>> = {
  'POST /deliveries': DISPATCHER,
  'POST /deliveries/:id/cancel': DISPATCHER,
  'POST /deliveries/:id/move': DISPATCHER,
  'POST /deliveries/:id/assign': DISPATCHER,
  'POST /tours/move': DISPATCHER,
  'POST /tours/:id/settle': DISPATCHER,
  'POST /lots': DISPATCHER,
  'POST /stock/receipts': DISPATCHER,
  'POST /stock/counts': DISPATCHER,
  'POST /stock/waste': DISPATCHER,
  'POST /stock/transfers': DISPATCHER,
  'POST /stock/transfers/:id/receive': DISPATCHER,
  'POST /lots/:id/state': DISPATCHER,
  'POST /payments': ACCOUNTANT,
  'POST /payments/:id/cancel': ACCOUNTANT,
  'POST /invoices/:id/cancel': ACCOUNTANT,
  'POST /invoices/:id/credit-notes': ACCOUNTANT,
  'POST /events/:id/notes': OF_HQ,
  'POST /alerts/:id/seen': EVERYBODY_HERE,
  'POST /users/:id/reset-code': CLERK,
  'POST /users/:id/device-code': CLERK,
};
