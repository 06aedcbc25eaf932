import type { Role } from '../entities.ts';

const CLERK: readonly Role[] = ['clerk'];
const DISPATCHER: readonly Role[] = ['dispatcher'];
const ACCOUNTANT: readonly Role[] = ['accountant'];
const DISPATCHER_OR_CLERK: readonly Role[] = ['dispatcher', 'clerk'];
const EVERYBODY_HERE: readonly Role[] = ['clerk', 'dispatcher', 'accountant'];
const OF_HQ: readonly Role[] = ['dispatcher', 'accountant'];

/**
 * Who may write at HQ's API beside an admin, who may everything, by the address below its prefix. A clerk does so for the
 * own depot alone. Nobody but an admin changes people, depots, hubs, devices, prices, keys and the company. Reading needs
 * no line here: HQ's roles read all, a clerk the own depot. The console offers by the same table what the server allows.
 */
const MAY_WRITE = {
  'POST /deliveries': DISPATCHER,
  'PUT /deliveries/bulk': DISPATCHER,
  'PUT /lots/bulk': DISPATCHER,
  'POST /deliveries/:id/cancel': DISPATCHER,
  'POST /deliveries/:id/move': DISPATCHER,
  'POST /deliveries/:id/assign': DISPATCHER,
  'POST /tours/move': DISPATCHER,
  'POST /tours/:id/settle': DISPATCHER,
  'POST /lots': DISPATCHER,
  'POST /stock/receipts': DISPATCHER,
  'POST /stock/counts': DISPATCHER_OR_CLERK,
  'POST /stock/waste': DISPATCHER_OR_CLERK,
  'POST /stock/transfers': DISPATCHER,
  'POST /stock/transfers/:id/receive': DISPATCHER_OR_CLERK,
  'POST /lots/:id/state': DISPATCHER,
  'POST /payments': ACCOUNTANT,
  'POST /payments/:id/cancel': ACCOUNTANT,
  'POST /cheques/deposit': ACCOUNTANT,
  'POST /cheques/:id/bounce': ACCOUNTANT,
  'POST /invoices': ACCOUNTANT,
  'POST /invoices/:id/cancel': ACCOUNTANT,
  'POST /invoices/:id/credit-notes': ACCOUNTANT,
  'POST /reports/closings': ACCOUNTANT,
  'POST /stamp-rules': ACCOUNTANT,
  'POST /tva-rules': ACCOUNTANT,
  'POST /journal-accounts': ACCOUNTANT,
  'POST /reports/exports': EVERYBODY_HERE,
  'POST /events/:id/notes': OF_HQ,
  'POST /alerts/:id/seen': EVERYBODY_HERE,
  'POST /users/:id/reset-code': CLERK,
  'POST /users/:id/device-code': CLERK,
} as const satisfies Record<string, readonly Role[]>;

/** What others than an admin may write, too. */
export type SharedAct = keyof typeof MAY_WRITE;

const rolesByAct: ReadonlyMap<string, readonly Role[]> = new Map(Object.entries(MAY_WRITE));

/** Whether somebody of this role may write there: `POST /stock/counts`. */
export const mayWrite = (role: Role, act: string): boolean =>
  role === 'admin' || (rolesByAct.get(act)?.includes(role) ?? false);
