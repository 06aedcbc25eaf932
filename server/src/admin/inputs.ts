import Type, { type Static } from 'typebox';
import { DAY_MS } from '#shared/contract/durations.ts';
import { Role } from '#shared/contract/entities.ts';
import { PricedLine } from '#shared/contract/events.ts';
import { NewPassword } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Day, Id, Location, TvaRate, Uuid, Words } from '#shared/contract/scalars.ts';

export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Whether a day lies so near that it can be meant: a year 1026 or 2062 is a slip of the finger. */
export function isNearDay(day: string, nowMs: number, days: number): boolean {
  return Math.abs(Date.parse(`${day}T12:00:00.000Z`) - nowMs) <= days * DAY_MS;
}

export const NewDepot = Type.Object({ code: Type.String({ pattern: '^[A-Z0-9]{2,10}$' }), name: Words(200) });
export type NewDepot = Static<typeof NewDepot>;

export const NewUser = Type.Object({
  username: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,99}$' }),
  name: Words(200),
  role: Role,
  depot_id: Type.Optional(Type.Union([Id, Type.Null()])),
  password: NewPassword,
});
export type NewUser = Static<typeof NewUser>;

/** What of a user is changed; the post is changed by a move. */
export const UserChange = Type.Object(
  { name: Type.Optional(Words(200)), is_active: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
);
export type UserChange = Static<typeof UserChange>;

export const NewProduct = Type.Object({
  code: Words(50),
  name: Words(200),
  unit: Words(50),
  price_ht: Type.Integer({ minimum: 0, maximum: LIMITS.unitPrice }),
  tva_rate: TvaRate,
});
export type NewProduct = Static<typeof NewProduct>;

export const ProductChange = Type.Partial(
  Type.Object({
    name: Words(200),
    unit: Words(50),
    price_ht: Type.Integer({ minimum: 0, maximum: LIMITS.unitPrice }),
    tva_rate: TvaRate,
    is_active: Type.Boolean(),
  }),
  { minProperties: 1, additionalProperties: false },
);
export type ProductChange = Static<typeof ProductChange>;

const Optional = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

export const NewClient = Type.Object({
  name: Words(),
  phone: Optional(Words(100)),
  address: Optional(Words()),
  location: Optional(Location),
  tax_id: Optional(Words(100)),
  depot_ids: Type.Optional(Type.Array(Id, { maxItems: 1_000 })),
});
export type NewClient = Static<typeof NewClient>;

/** A validated production or a receipt. */
export const NewLot = Type.Object({
  depot_id: Id,
  product_id: Id,
  lot_number: Words(100),
  produced_at: Day,
  expires_at: Day,
  quantity: Type.Integer({ minimum: 1, maximum: LIMITS.quantity }),
});
export type NewLot = Static<typeof NewLot>;

export const NewDelivery = Type.Object({
  depot_id: Id,
  driver_user_id: Id,
  client_id: Uuid,
  planned_for: Day,
  lines: Type.Array(PricedLine, { minItems: 1, maxItems: LIMITS.documentLines }),
});
export type NewDelivery = Static<typeof NewDelivery>;

export const Revocation = Type.Object({ reason: Words() });
export const HubCodeRequest = Type.Object({ depot_id: Id });

export const Move = Type.Object({ depot_id: Id, role: Type.Optional(Role) });
export type Move = Static<typeof Move>;

export const Assignment = Type.Object({ driver_user_id: Id });
export type Assignment = Static<typeof Assignment>;

/** Another driver of the depot, another day, or both. */
export const DeliveryMove = Type.Object(
  { driver_user_id: Type.Optional(Id), planned_for: Type.Optional(Day), reason: Type.Optional(Words()) },
  { additionalProperties: false, anyOf: [{ required: ['driver_user_id'] }, { required: ['planned_for'] }] },
);
export type DeliveryMove = Static<typeof DeliveryMove>;

export const TourMove = Type.Object(
  {
    from: Type.Object({ driver_user_id: Id, day: Day }),
    to: Type.Object(
      { driver_user_id: Type.Optional(Id), day: Type.Optional(Day) },
      { additionalProperties: false, minProperties: 1 },
    ),
    reason: Type.Optional(Words()),
  },
  { additionalProperties: false },
);
export type TourMove = Static<typeof TourMove>;

/** Why, where whoever does it says so. */
export const WithReason = Type.Object({ reason: Type.Optional(Words()) }, { additionalProperties: false });
