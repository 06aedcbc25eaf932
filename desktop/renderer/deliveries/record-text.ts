import type { DeliveryRecord } from '#shared/contract/desktop/delivery.ts';

const WHAT = ['DELIVERY_VALIDATED', 'DELIVERY_FAILED', 'CORRECTION_REQUESTED', 'VISIT_SKIPPED'] as const;
const FAILED = ['ABSENT', 'REFUSED', 'CLOSED'] as const;

/** Under which of `delivery.what.*` and `delivery.failed.*` an entry is told; a newer phone may send kinds that have no text here. */
export const whatWas = ({ action }: Pick<DeliveryRecord, 'action'>) =>
  WHAT.find((known) => known === action) ?? 'OTHER';
export const whyFailed = (reason: string) => FAILED.find((known) => known === reason) ?? 'OTHER';
