import Type, { type Static } from 'typebox';
import { LIMITS } from './limits.ts';
import { Centimes, Day, Nullable } from './scalars.ts';

const Duty = Type.Integer({ minimum: 0, maximum: LIMITS.stampDuty });

/**
 * Stamp duty on cash, from a day on. The law is read in three ways, even inside one company, so the reading is a part of
 * the rule:
 *
 * - `whole`: the whole amount pays the rate of the band in which it lies, for each slice begun (what is shipped);
 * - `marginal`: each slice begun pays the rate of the band in which it lies;
 * - `flat`: every cash invoice pays `minimum`, whatever its amount.
 *
 * All amounts are centimes.
 */
export const StampRule = Type.Object({
  /** First day on which the rule holds, in Algiers. */
  since: Day,
  reading: Type.Union([Type.Literal('whole'), Type.Literal('marginal'), Type.Literal('flat')]),
  /** Amounts up to this pay nothing. */
  exempt_up_to: Centimes,
  /** Size of the slice that counts once begun. */
  slice: Type.Integer({ minimum: 1, maximum: LIMITS.unitPrice }),
  /** Least duty where any is due. */
  minimum: Duty,
  /** Most duty; null for no bound. */
  maximum: Nullable(Duty),
  /** Ascending; the last band is open. */
  bands: Type.Array(Type.Object({ up_to: Nullable(Centimes), per_slice: Duty }), {
    minItems: 1,
    maxItems: LIMITS.stampBands,
  }),
});
export type StampRule = Static<typeof StampRule>;
