import { canonicalJson } from '#shared/domain/canonical-json.ts';

type Members = Record<string, unknown>;

/** What a row wants of a thing that is there: nothing, other values of some members, or what cannot be. */
export type Wish<Input> = { kind: 'same' } | { kind: 'change'; input: Input } | { kind: 'refused'; detail: string };

export interface Comparing {
  /** The members that a change may set. */
  changeable: readonly string[];
  /** Those that stay as they were made; a row that says otherwise is refused with this sentence. */
  fixed: readonly string[];
  why: string;
}

/** Compares a row with what is there, by the members that the row names. */
export function wishOf<Input>(there: object, row: object, { changeable, fixed, why }: Comparing): Wish<Input> {
  const [was, is] = [there as Members, row as Members];
  const differs = (name: string): boolean =>
    name in is && canonicalJson([was[name] ?? null]) !== canonicalJson([is[name] ?? null]);
  const other = fixed.filter(differs);
  if (other.length > 0) return { kind: 'refused', detail: `${other.join(', ')} cannot be changed here: ${why}` };
  const changed = changeable.filter(differs);
  if (changed.length === 0) return { kind: 'same' };
  return { kind: 'change', input: Object.fromEntries(changed.map((name) => [name, is[name]])) as Input };
}
