import Type, { type Static } from 'typebox';
import { Company, Depot, Product } from '../entities.ts';
import { Nullable } from '../scalars.ts';
import { Tour } from '../tour.ts';

/**
 * GET /api/desktop/tours?day=2026-11-22 (today in Algiers where absent): the tours of a day as HQ last said them. What is
 * expected and the differences stand in them once they are settled.
 */
export const DesktopTours = Type.Object({
  day: Type.String(),
  items: Type.Array(Type.Object({ ...Tour.properties, driver_name: Nullable(Type.String()) })),
  /** The products that they name. */
  products: Type.Array(Product),
  /** Whose papers are printed of them. */
  company: Nullable(Company),
  depot: Depot,
});
export type DesktopTours = Static<typeof DesktopTours>;
