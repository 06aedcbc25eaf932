import { driverDay } from '../signals/many-failures.ts';
import type { DecidedDelivery, Plan, Verdict } from './plan.ts';
import { rejected } from './verdicts.ts';

/** Why nothing more may be said of a delivery; null while it is open. */
export function closedVerdict(delivery: DecidedDelivery): Verdict | null {
  switch (delivery.status) {
    case 'CANCELLED':
      return rejected('DELIVERY_CANCELLED');
    case 'VALIDATED':
    case 'PARTIAL':
      return rejected('ALREADY_VALIDATED', {
        validated_by: { user_id: delivery.validated_by, name: delivery.validated_by_name },
        validated_at: delivery.validated_at,
        // The phone may have no row of a colleague's note: with these it can say to its person which one it was.
        reference: delivery.reference,
        client_name: delivery.client_name,
      });
    case 'PENDING':
    case 'FAILED':
      return null;
  }
}

/** The driver's day has one failure more or less. */
export function noteFailures({ driver_user_id, planned_for }: DecidedDelivery, plan: Plan): void {
  plan.failureDays.set(driverDay({ driver_user_id, planned_for }), { driver_user_id, planned_for });
}
