import Type, { type Static } from 'typebox';
import { Id, TextLine, Time } from '../scalars.ts';
import { StampRule } from '../stamp-rules.ts';

/** A rule of stamp duty, with who wrote it, when and why. */
export const StampRuleRecord = Type.Object({
  id: Id,
  rule: StampRule,
  reason: Type.String(),
  user_name: Type.String(),
  created_at: Time,
  /** A later one for the same day stands in its place. */
  is_replaced: Type.Boolean(),
});
export type StampRuleRecord = Static<typeof StampRuleRecord>;

export const StampRules = Type.Object({
  /** What holds before the company's own. */
  shipped: StampRule,
  /** The earliest day first. */
  items: Type.Array(StampRuleRecord),
});
export type StampRules = Static<typeof StampRules>;

export const NewStampRule = Type.Object({ rule: StampRule, reason: TextLine() });
export type NewStampRule = Static<typeof NewStampRule>;
