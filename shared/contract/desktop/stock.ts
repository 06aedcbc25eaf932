import Type, { type Static } from 'typebox';
import { Lot, StockLevel } from '../entities.ts';
import { Nullable } from '../scalars.ts';

/** GET /api/desktop/stock: what the server last said this depot has, by product. */
export const DesktopStock = Type.Object({
  /** By the server's time: ages are counted from it. */
  now: Type.String(),
  items: Type.Array(
    Type.Object({
      product_id: StockLevel.properties.product_id,
      quantity: StockLevel.properties.quantity,
      /** Since when the server says so. */
      as_of: StockLevel.properties.as_of,
      /** Null where the product has not come here yet. */
      product: Nullable(Type.Object({ code: Type.String(), name: Type.String(), unit: Type.String() })),
    }),
  ),
  /** The depot's lots with goods, of each product what expires first before the rest. */
  lots: Type.Array(Lot),
});
export type DesktopStock = Static<typeof DesktopStock>;
