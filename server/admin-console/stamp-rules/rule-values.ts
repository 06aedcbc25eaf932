import { LIMITS } from '#shared/contract/limits.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { bandsFault } from '#shared/domain/stamp-duty.ts';
import { textOrNull, type Values } from '../form/fields.ts';

export const READINGS = ['whole', 'marginal', 'flat'] as const;
/** As the law has them; a form of three rows. */
export const BANDS = [0, 1, 2] as const;
export const AMOUNTS = { min: 0, max: LIMITS.unitPrice };
export const DUTIES = { min: 0, max: LIMITS.stampDuty };

/** A form for the next rule begins with what holds last. */
export const valuesOf = ({ reading, exempt_up_to, slice, minimum, maximum, bands }: StampRule): Values => ({
  ...{ since: '', reading, exempt_up_to, slice, minimum, maximum, reason: '' },
  ...Object.fromEntries(
    BANDS.flatMap((band) => [
      [`up_to_${band}`, bands[band]?.up_to ?? null],
      [`per_slice_${band}`, bands[band]?.per_slice ?? null],
    ]),
  ),
});

/** The rule as far as it is filled in; null while something of it is missing or cannot be. */
export function ruleOf(values: Values, since = textOrNull(values.since) ?? ''): StampRule | null {
  const { exempt_up_to, slice, minimum, maximum } = values;
  const reading = READINGS.find((each) => each === values.reading);
  if (reading === undefined || typeof exempt_up_to !== 'number' || typeof minimum !== 'number') return null;
  if (typeof maximum === 'string') return null;
  const most = typeof maximum === 'number' ? maximum : null;
  if (reading === 'flat') {
    // Bands count for nothing then; the rule has some all the same.
    return {
      since,
      reading,
      exempt_up_to,
      slice: 100_00,
      minimum,
      maximum: most,
      bands: [{ up_to: null, per_slice: 0 }],
    };
  }
  const bands = BANDS.map((band) => ({
    up_to: band === BANDS.length - 1 ? null : values[`up_to_${band}`],
    per_slice: values[`per_slice_${band}`],
  }));
  if (typeof slice !== 'number' || slice < 1 || !bands.every(isBand)) return null;
  const rule: StampRule = { since, reading, exempt_up_to, slice, minimum, maximum: most, bands };
  return bandsFault(rule) === null ? rule : null;
}

const isBand = (band: { up_to: unknown; per_slice: unknown }, index: number): band is StampRule['bands'][number] =>
  typeof band.per_slice === 'number' && (index === BANDS.length - 1 || typeof band.up_to === 'number');
