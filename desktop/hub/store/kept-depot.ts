import type { Depot } from '#shared/contract/entities.ts';
import type { Meta } from './meta.ts';

/** The depot as HQ last called it; as it was at the enrolment where HQ has not said it since. */
export function keptDepot(meta: Meta, enrolled: Depot): Depot {
  const kept = meta.get('depot');
  return kept === null ? enrolled : (JSON.parse(kept) as Depot);
}

/** Written down only where it differs: HQ says it every minute. */
export function keepDepot(meta: Meta, depot: Depot): void {
  const text = JSON.stringify(depot);
  if (meta.get('depot') !== text) meta.set('depot', text);
}
