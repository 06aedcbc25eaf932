import Type, { type Static } from 'typebox';
import { PricedLine } from '../events.ts';
import { LIMITS } from '../limits.ts';
import { Centimes, Id, TextLine, Time, TvaRate, Uuid } from '../scalars.ts';

/** What a paper comes to at one rate of TVA. */
export const RateTotal = Type.Object({ tva_rate: TvaRate, base_ht: Centimes, tva: Centimes });

/** Goods of an invoice that HQ took back, in a series of its own: `AV-<depot>-<year>-<6 digits>`. */
export const CreditNote = Type.Object({
  id: Uuid,
  reference: Type.String(),
  invoice_id: Uuid,
  invoice_reference: Type.String(),
  depot_id: Id,
  client_id: Uuid,
  client_name: Type.String(),
  /** At the prices and rates of the invoice. */
  lines: Type.Array(PricedLine),
  by_rate: Type.Array(RateTotal),
  total_ht: Centimes,
  total_tva: Centimes,
  /** Stamp duty is not given back. */
  total_ttc: Centimes,
  /** Whether the goods went back into the stock. */
  goods_back: Type.Boolean(),
  reason: Type.String(),
  created_by: Id,
  created_at: Time,
});
export type CreditNote = Static<typeof CreditNote>;

export const NewCreditNote = Type.Object({
  reason: TextLine(),
  goods_back: Type.Boolean(),
  lines: Type.Array(Type.Object({ product_id: Id, quantity: Type.Integer({ minimum: 1, maximum: LIMITS.quantity }) }), {
    minItems: 1,
    maxItems: LIMITS.documentLines,
  }),
});
export type NewCreditNote = Static<typeof NewCreditNote>;
