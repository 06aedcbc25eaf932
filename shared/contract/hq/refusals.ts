/**
 * Why HQ refuses what a form sends, beyond the code, as `fault` beside it: the console has a sentence for each, or says it
 * beside its field. A CONFLICT without one means that somebody else was first.
 */
export const REFUSALS = [
  'ACCOUNT_CLOSED',
  'ADDRESS',
  'DAY_FAR',
  'DAY_PAST',
  'DELIVERED',
  'DRIVER_ELSEWHERE',
  'FULL',
  'GOODS_LEFT',
  'GOODS_STAYED',
  'HAS_CREDIT_NOTES',
  'INVOICED',
  'LOT_DATES',
  'LOT_UNKNOWN',
  'MONTH_CLOSED',
  'NAME_TAKEN',
  'NO_COMPANY',
  'NOT_ENOUGH',
  'NOTES_OPEN',
  'OFF_SALE',
  'OVER_CREDITED',
  'OWN_ACCOUNT',
  'RATE_DATED',
  'REASON_NEEDED',
  'SAME_DEPOT',
  'SCOPES',
] as const;
export type Refusal = (typeof REFUSALS)[number];
