import Type, { type Static } from 'typebox';
import { LIMITS } from './limits.ts';
import { CalendarDay, Id, Quantity, Sha256, Text, Uuid } from './scalars.ts';

const Odometer = Type.Integer({ minimum: 0, maximum: LIMITS.odometerKm });
const LotNumber = Type.String({ minLength: 1, maxLength: LIMITS.identifierChars });
const Money = Type.Integer({ minimum: 0, maximum: LIMITS.cashCollected });
const ofTour = { driver_user_id: Id, day: CalendarDay, odometer_km: Type.Optional(Odometer) };

/** Goods that went onto a van. The loadings of a day add up. */
export const VanLoaded = Type.Object({
  ...ofTour,
  vehicle: Type.Optional(Text),
  lines: Type.Array(Type.Object({ product_id: Id, quantity: Quantity, lot_number: Type.Optional(LotNumber) }), {
    minItems: 1,
    maxItems: LIMITS.documentLines,
  }),
});
export type VanLoaded = Static<typeof VanLoaded>;

export const CountedCheque = Type.Object({
  bank: Text,
  number: Text,
  amount: Type.Integer({ minimum: 1, maximum: LIMITS.cashCollected }),
});
export type CountedCheque = Static<typeof CountedCheque>;

/** What came back, counted by somebody who does not see what is expected. */
export const TourCounted = Type.Object({
  ...ofTour,
  lines: Type.Array(
    Type.Object({
      product_id: Id,
      quantity: Quantity,
      lot_number: Type.Optional(LotNumber),
      condition: Type.Union([Type.Literal('GOOD'), Type.Literal('BROKEN'), Type.Literal('EXPIRED')]),
    }),
    { maxItems: LIMITS.documentLines },
  ),
  empties: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Type.Union([Type.Literal('CRATE'), Type.Literal('PALLET'), Type.Literal('OTHER')]),
        given: Type.Optional(Quantity),
        taken_back: Type.Optional(Quantity),
      }),
      { maxItems: LIMITS.documentLines },
    ),
  ),
  cash_counted: Money,
  cash_pieces: Type.Optional(
    Type.Array(Type.Object({ value: Money, count: Quantity }), { maxItems: LIMITS.documentLines }),
  ),
  cheques: Type.Array(CountedCheque, { maxItems: LIMITS.documentLines }),
  /** The event of an earlier count. */
  replaces: Type.Optional(Uuid),
});
export type TourCounted = Static<typeof TourCounted>;

/** The driver's own signature under a loading or a count. */
export const TourConfirmed = Type.Object({ confirms: Uuid, checksum: Sha256 });
export type TourConfirmed = Static<typeof TourConfirmed>;
