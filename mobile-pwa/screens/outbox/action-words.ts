import type { fr } from '../../app/texts/fr.ts';

type ActionWords = keyof (typeof fr)['outbox']['action'];
const KNOWN: readonly string[] = ['DELIVERY_VALIDATED', 'DELIVERY_FAILED', 'INVOICE_CREATED', 'CLIENT_CREATED'];

/** What an entry is called; one of a kind that this app does not know is an entry. */
export const actionWords = (action: string): ActionWords =>
  KNOWN.includes(action) ? (action as ActionWords) : 'OTHER';
