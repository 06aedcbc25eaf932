import { LIMITS } from '#shared/contract/limits.ts';
import type { VanLoaded } from '#shared/contract/tour-events.ts';
import type { Picked } from '#shared/domain/pick-list.ts';
import type { TourDay } from '#shared/domain/tour/tour-id.ts';
import type { Entered, Range } from '#shared/ui/number/typed-number.ts';

export const LOAD_RANGE: Range = { min: 0, max: LIMITS.quantity };

/** A loading as it is filled in: what goes onto the van, by product and lot. */
export interface LoadForm {
  vehicle: string;
  lines: (Picked & { loaded: Entered })[];
}

/** As it is picked, until somebody says otherwise. */
export const asPicked = (picked: readonly Picked[]): LoadForm => ({
  vehicle: '',
  lines: picked.map((line) => ({ ...line, loaded: line.quantity })),
});

export const isAsPicked = ({ vehicle, lines }: LoadForm): boolean =>
  vehicle === '' && lines.every(({ loaded, quantity }) => loaded === quantity);

/** For the wire; null while a quantity is no number, or nothing is loaded. */
export function loadingOf(tour: TourDay, { vehicle, lines }: LoadForm): VanLoaded | null {
  const loaded = lines.flatMap(({ product_id, lot_number, loaded: quantity }) =>
    typeof quantity === 'number' && quantity > 0
      ? [{ product_id, quantity, ...(lot_number === null ? {} : { lot_number }) }]
      : [],
  );
  if (loaded.length === 0 || lines.some((line) => typeof line.loaded !== 'number')) return null;
  return { ...tour, ...(vehicle.trim() === '' ? {} : { vehicle: vehicle.trim() }), lines: loaded };
}
