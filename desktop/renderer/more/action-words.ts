const KNOWN = [
  'DELIVERY_VALIDATED',
  'DELIVERY_FAILED',
  'VISIT_SKIPPED',
  'INVOICE_CREATED',
  'PAYMENT_COLLECTED',
  'CLIENT_CREATED',
  'CLIENT_UPDATED',
  'CORRECTION_REQUESTED',
  'VAN_LOADED',
  'TOUR_COUNTED',
  'TOUR_CONFIRMED',
] as const;

/** Under which of `more.actions.*` an entry is told. What has no words here is what a phone notes of itself. */
export const actionWords = (action: string) => KNOWN.find((known) => known === action) ?? 'OTHER';
