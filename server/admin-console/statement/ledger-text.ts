import type { fr } from '../texts/fr.ts';

type Texts = keyof (typeof fr)['statement']['kind'];

const KINDS = {
  INVOICE: true,
  PAID_AT_ONCE: true,
  COLLECTED: true,
  CHEQUE_COLLECTED: true,
  CHEQUE_BOUNCED: true,
  PAYMENT: true,
  PAYMENT_CANCELLED: true,
  INVOICE_CANCELLED: true,
  PAID_AT_ONCE_CANCELLED: true,
  CREDIT_NOTE: true,
  OTHER: true,
} as const satisfies Record<Texts, true>;

/** Which `statement.kind.*` text says why a balance changed; a newer server may know more than is known here. */
export const ledgerText = (kind: string): Texts => (Object.hasOwn(KINDS, kind) ? (kind as Texts) : 'OTHER');
