import type { Role } from '#shared/contract/entities.ts';
import type { ACTIONS } from '#shared/domain/actions/index.ts';

type Actions = typeof ACTIONS;

/**
 * Who may do what on the phone: what would be refused is not offered. The rules themselves are the server's and no part
 * of the app, so their roles are written down once more; a list that differs from its action's is a type error.
 */
const MAY: {
  validate: Actions['DELIVERY']['DELIVERY_VALIDATED']['roles'];
  fail: Actions['DELIVERY']['DELIVERY_FAILED']['roles'];
  skip: Actions['DELIVERY']['VISIT_SKIPPED']['roles'];
  invoice: Actions['INVOICE']['INVOICE_CREATED']['roles'];
  collect: Actions['PAYMENT']['PAYMENT_COLLECTED']['roles'];
  atDepot: Actions['TOUR']['VAN_LOADED']['roles'];
  sign: Actions['TOUR']['TOUR_CONFIRMED']['roles'];
  editClient: Actions['CLIENT']['CLIENT_UPDATED']['roles'];
  addClient: Actions['CLIENT']['CLIENT_CREATED']['roles'];
} = {
  validate: ['driver', 'seller', 'warehouse'],
  fail: ['driver'],
  skip: ['driver'],
  invoice: ['seller', 'driver'],
  collect: ['driver', 'seller'],
  atDepot: ['warehouse', 'clerk'],
  sign: ['driver', 'seller'],
  editClient: ['seller', 'clerk'],
  addClient: ['seller', 'clerk'],
};

export const may = (role: Role, action: keyof typeof MAY): boolean => (MAY[action] as readonly Role[]).includes(role);
