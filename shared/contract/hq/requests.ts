import Type, { type Static } from 'typebox';
import { ListPrice, Proof, Role } from '../entities.ts';
import { Cheque, ClientKind, PricedLine } from '../events.ts';
import { NewPassword } from '../identity.ts';
import { LIMITS } from '../limits.ts';
import { Centimes, Day, Id, Location, TextLine, TvaRate, Uuid } from '../scalars.ts';

const Optional = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

/** What the ERP calls it. */
const external_id = Optional(TextLine(200));
const changed = { minProperties: 1, additionalProperties: false };

const depotFields = { name: TextLine(200), address: Optional(TextLine()), phone: Optional(TextLine(100)), external_id };
export const NewDepot = Type.Object({ code: Type.String({ pattern: '^[A-Z0-9]{2,10}$' }), ...depotFields });
export type NewDepot = Static<typeof NewDepot>;
export const DepotChange = Type.Partial(Type.Object(depotFields), changed);
export type DepotChange = Static<typeof DepotChange>;

export const NewUser = Type.Object({
  username: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,99}$' }),
  name: TextLine(200),
  role: Role,
  depot_id: Optional(Id),
  password: NewPassword,
  external_id,
});
export type NewUser = Static<typeof NewUser>;

/** What of a user is changed; the post is changed by a move. */
export const UserChange = Type.Partial(
  Type.Object({ name: TextLine(200), is_active: Type.Boolean(), external_id }),
  changed,
);
export type UserChange = Static<typeof UserChange>;

const productFields = {
  name: TextLine(200),
  unit: TextLine(50),
  price_ht: Type.Integer({ minimum: 0, maximum: LIMITS.unitPrice }),
  tva_rate: TvaRate,
  name_ar: Optional(TextLine(200)),
  unit_ar: Optional(TextLine(50)),
  barcode: Optional(TextLine(50)),
  category: Optional(TextLine(100)),
  lot_tracked: Type.Optional(Type.Boolean()),
  price_lists: Optional(Type.Array(ListPrice, { maxItems: LIMITS.listPrices })),
  external_id,
};
export const NewProduct = Type.Object({ code: TextLine(50), ...productFields });
export type NewProduct = Static<typeof NewProduct>;
export const ProductChange = Type.Partial(Type.Object({ ...productFields, is_active: Type.Boolean() }), changed);
export type ProductChange = Static<typeof ProductChange>;

const clientFields = {
  name: TextLine(),
  phone: Optional(TextLine(100)),
  address: Optional(TextLine()),
  location: Optional(Location),
  tax_id: Optional(TextLine(100)),
  kind: Optional(ClientKind),
  rc: Optional(TextLine(100)),
  nif: Optional(TextLine(100)),
  nis: Optional(TextLine(100)),
  ai: Optional(TextLine(100)),
  note: Optional(TextLine()),
  opening_hours: Optional(TextLine()),
  proof: Optional(Proof),
  credit_limit: Optional(Centimes),
  external_id,
};
const depot_ids = Type.Array(Id, { maxItems: 1_000 });
export const NewClient = Type.Object({ ...clientFields, depot_ids: Type.Optional(depot_ids) });
export type NewClient = Static<typeof NewClient>;
export const ClientChange = Type.Partial(Type.Object({ ...clientFields, depot_ids }), changed);
export type ClientChange = Static<typeof ClientChange>;

/** The company's identities, all at once. */
export const CompanyInput = Type.Object({
  name: TextLine(200),
  legal_form: Optional(TextLine(100)),
  activity: Optional(TextLine()),
  address: Optional(TextLine()),
  phone: Optional(TextLine(100)),
  capital: Optional(Centimes),
  rc: Optional(TextLine(100)),
  nif: Optional(TextLine(100)),
  nis: Optional(TextLine(100)),
  ai: Optional(TextLine(100)),
});
export type CompanyInput = Static<typeof CompanyInput>;

/** A validated production or a receipt. */
export const NewLot = Type.Object({
  depot_id: Id,
  product_id: Id,
  lot_number: TextLine(100),
  produced_at: Day,
  expires_at: Day,
  quantity: Type.Integer({ minimum: 1, maximum: LIMITS.quantity }),
  external_id,
});
export type NewLot = Static<typeof NewLot>;

export const NewDelivery = Type.Object({
  depot_id: Id,
  driver_user_id: Id,
  client_id: Uuid,
  planned_for: Day,
  lines: Type.Array(PricedLine, { minItems: 1, maxItems: LIMITS.documentLines }),
  external_id,
});
export type NewDelivery = Static<typeof NewDelivery>;

/** Why: of what is revoked, cancelled or settled by hand. */
export const GivenReason = Type.Object({ reason: TextLine() });
/** Cheques that go to the bank together, each by its payment or its delivery. */
export const ChequeDeposit = Type.Object({
  cheque_ids: Type.Array(Uuid, { minItems: 1, maxItems: LIMITS.chequesDeposited, uniqueItems: true }),
});
export type ChequeDeposit = Static<typeof ChequeDeposit>;

export const HubCodeRequest = Type.Object({ depot_id: Id });

export const Move = Type.Object({ depot_id: Id, role: Type.Optional(Role) });
export type Move = Static<typeof Move>;

export const Assignment = Type.Object({ driver_user_id: Id });
export type Assignment = Static<typeof Assignment>;

/** Another driver of the depot, another day, or both. */
export const DeliveryMove = Type.Object(
  { driver_user_id: Type.Optional(Id), planned_for: Type.Optional(Day), reason: Type.Optional(TextLine()) },
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
    reason: Type.Optional(TextLine()),
  },
  { additionalProperties: false },
);
export type TourMove = Static<typeof TourMove>;

/** Why, where whoever does it says so. */
export const WithReason = Type.Object({ reason: Type.Optional(TextLine()) }, { additionalProperties: false });

/** A conflict as it is settled: closed, or with goods that left and cash that was taken, which are booked. */
export const Settlement = Type.Object(
  {
    reason: TextLine(),
    goods: Type.Optional(
      Type.Array(Type.Object({ product_id: Id, quantity: Type.Integer({ minimum: 1, maximum: LIMITS.quantity }) }), {
        maxItems: LIMITS.documentLines,
      }),
    ),
    cash: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.cashCollected })),
  },
  { additionalProperties: false },
);
export type Settlement = Static<typeof Settlement>;

export const CorrectionAnswer = Type.Object({ reason: TextLine() }, { additionalProperties: false });
export type CorrectionAnswer = Static<typeof CorrectionAnswer>;

export const EventNote = Type.Object({ text: TextLine() }, { additionalProperties: false });

/** A payment that came to HQ. */
export const NewPayment = Type.Object({
  client_id: Uuid,
  amount: Type.Integer({ minimum: 1, maximum: LIMITS.cashCollected }),
  method: Type.Union([Type.Literal('CASH'), Type.Literal('CHEQUE'), Type.Literal('TRANSFER')]),
  delivery_id: Type.Optional(Uuid),
  invoice_id: Type.Optional(Uuid),
  cheque: Type.Optional(Cheque),
  received_from: Type.Optional(TextLine(200)),
});
export type NewPayment = Static<typeof NewPayment>;
