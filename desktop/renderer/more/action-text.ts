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
  'DESK_ACT',
] as const;

/** Under which of `more.actions.*` an entry is told. An action without a text here is one that a phone records about itself. */
export const actionText = (action: string) => KNOWN.find((known) => known === action) ?? 'OTHER';
