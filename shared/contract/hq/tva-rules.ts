import Type, { type Static } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Day, Id, TextLine, Time, TvaRate } from '../scalars.ts';

/** A rate of TVA that some products bear from a day on. */
export const TvaRule = Type.Object({
  /** First day on which it holds, in Algiers. */
  since: Day,
  tva_rate: TvaRate,
  product_ids: Type.Array(Id, { minItems: 1, maxItems: LIMITS.tvaRuleProducts }),
});
export type TvaRule = Static<typeof TvaRule>;

export const NewTvaRule = Type.Object({ ...TvaRule.properties, reason: TextLine() });
export type NewTvaRule = Static<typeof NewTvaRule>;

/** A rule with who wrote it, when and why. */
export const TvaRuleRecord = Type.Object({
  id: Id,
  ...TvaRule.properties,
  reason: Type.String(),
  user_name: Type.String(),
  created_at: Time,
  /** Later ones for the same day stand in its place, for each of its products. */
  is_replaced: Type.Boolean(),
});
export type TvaRuleRecord = Static<typeof TvaRuleRecord>;

/** The earliest day first. */
export const TvaRules = Type.Object({ items: Type.Array(TvaRuleRecord) });
export type TvaRules = Static<typeof TvaRules>;
