import type { fr } from '../texts/fr.ts';

type Cause = keyof (typeof fr)['lots']['cause'];

const CAUSES = {
  DELIVERY_VALIDATED: true,
  INVOICE_CREATED: true,
  RECEIPT: true,
  COUNT: true,
  WASTE: true,
  TRANSFER_SENT: true,
  TRANSFER_RECEIVED: true,
  CREDIT_NOTE: true,
  CONFLICT: true,
  SETTLEMENT: true,
  OTHER: true,
} as const satisfies Record<Cause, true>;

/** Which `lots.cause.*` text says what moved goods; a newer server may know more than is known here. */
export const causeText = (cause: string): Cause => (Object.hasOwn(CAUSES, cause) ? (cause as Cause) : 'OTHER');
