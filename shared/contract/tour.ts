import Type, { type Static } from 'typebox';
import { CalendarDay, Id, Nullable, Time, Uuid } from './scalars.ts';

/**
 * PLANNED: deliveries stand for it. LOADED, COUNTED: somebody has said so. WAITING_FOR_EVENTS: the driver has signed the
 * count, and something that was recorded before it is not here yet. SETTLED: for good.
 */
export const TourState = Type.Union([
  Type.Literal('PLANNED'),
  Type.Literal('LOADED'),
  Type.Literal('COUNTED'),
  Type.Literal('WAITING_FOR_EVENTS'),
  Type.Literal('SETTLED'),
]);
export type TourState = Static<typeof TourState>;

/** Goods of a tour: by lot only where every line of the product names one. In differences, below zero: missing. */
export const TourGoods = Type.Object({
  product_id: Id,
  lot_number: Nullable(Type.String()),
  quantity: Type.Integer(),
});
export type TourGoods = Static<typeof TourGoods>;

/** One cheque. In differences, below zero: missing. */
export const TourCheque = Type.Object({ bank: Type.String(), number: Type.String(), amount: Type.Integer() });
export type TourCheque = Static<typeof TourCheque>;

export const TourSums = Type.Object({
  goods: Type.Array(TourGoods),
  cash: Type.Integer(),
  cheques: Type.Array(TourCheque),
});
export type TourSums = Static<typeof TourSums>;

/** What was counted less what was expected. Goods are null where nothing was ever loaded. */
export const TourDifferences = Type.Object({
  goods: Nullable(Type.Array(TourGoods)),
  cash: Type.Integer(),
  cheques: Type.Array(TourCheque),
});
export type TourDifferences = Static<typeof TourDifferences>;

/** Money that a refused event says was taken. */
export const DisputedMoney = Type.Object({
  event_id: Uuid,
  cash: Type.Integer(),
  cheque: Nullable(TourCheque),
});
export type DisputedMoney = Static<typeof DisputedMoney>;

/** Numbers of a device's journal that are not here, from the first to the last of each range. */
export const MissingEvents = Type.Object({
  device_id: Uuid,
  ranges: Type.Array(Type.Unsafe<[number, number]>(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }))),
});
export type MissingEvents = Static<typeof MissingEvents>;

export const Tour = Type.Object({
  /** `<driver_user_id>.<day>`. */
  id: Type.String(),
  depot_id: Id,
  driver_user_id: Id,
  day: CalendarDay,
  state: TourState,
  missing: Type.Array(MissingEvents),
  /** Devices of the driver, active since the loading, that signed nothing after the confirmation: they may hold more. */
  unproved_devices: Type.Array(Uuid),
  loaded: Type.Array(TourGoods),
  /** Null for all but admins until the tour is settled: whoever counts does not see it. */
  expected: Nullable(TourSums),
  counted: Nullable(TourSums),
  disputed: Type.Array(DisputedMoney),
  differences: Nullable(TourDifferences),
  /** (+) What the deliveries of the day order. */
  planned: Type.Optional(Type.Array(Type.Object({ product_id: Id, quantity: Type.Integer() }))),
  settled_at: Nullable(Time),
  /** (+) Who settled it at HQ, and why; null where the driver's confirmation did. */
  settled_by: Nullable(Id),
  settle_reason: Nullable(Type.String()),
});
export type Tour = Static<typeof Tour>;
