import type { ActionName } from '#shared/domain/actions/index.ts';
import type { fr } from '../../app/texts/fr.ts';

type ActionText = keyof (typeof fr)['outbox']['action'];

/** Every action has a text here, and every text its action: either one that is missing is a type error. */
const KNOWN: Record<ActionName & Exclude<ActionText, 'OTHER'>, true> & Record<ActionName, true> = {
  DELIVERY_VALIDATED: true,
  DELIVERY_FAILED: true,
  INVOICE_CREATED: true,
  CLIENT_CREATED: true,
  CLIENT_UPDATED: true,
  CORRECTION_REQUESTED: true,
  PAYMENT_COLLECTED: true,
  VISIT_SKIPPED: true,
  AUDIT_BATCH: true,
  DESK_ACT: true,
  VAN_LOADED: true,
  TOUR_COUNTED: true,
  TOUR_CONFIRMED: true,
};

/** What an entry is called; one of a kind that this app does not know is an entry. */
export const actionText = (action: string): ActionText =>
  Object.hasOwn(KNOWN, action) ? (action as ActionText) : 'OTHER';
