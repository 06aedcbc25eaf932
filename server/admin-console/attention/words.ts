import type { fr } from '../texts/fr.ts';

type Attention = (typeof fr)['attention'];
export type ActionWords = keyof Attention['action'];
export type AlertWords = keyof Attention['alert'];

const ACTIONS: Record<Exclude<ActionWords, 'OTHER'>, true> = {
  DELIVERY_VALIDATED: true,
  DELIVERY_FAILED: true,
  INVOICE_CREATED: true,
  CLIENT_CREATED: true,
  CLIENT_UPDATED: true,
  CORRECTION_REQUESTED: true,
};
const ALERTS: Record<Exclude<AlertWords, 'OTHER'>, true> = {
  JOURNAL_FORK: true,
  STOCK_SHORTFALL: true,
  CLOCK_DRIFT: true,
  WAITING_LONG: true,
  TOTALS_DIFFER: true,
  FORBIDDEN_ACTION: true,
};

/** Which `attention.action.*` text names what a device said; a newer phone may say more than is known here. */
export const actionWords = (action: string): ActionWords =>
  Object.hasOwn(ACTIONS, action) ? (action as ActionWords) : 'OTHER';

/** Which `attention.alert.*` text names an alert. */
export const alertWords = (kind: string): AlertWords => (Object.hasOwn(ALERTS, kind) ? (kind as AlertWords) : 'OTHER');
