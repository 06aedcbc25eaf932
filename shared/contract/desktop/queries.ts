import Type, { type Static, type TSchema } from 'typebox';
import { LIMITS } from '../limits.ts';
import { CalendarDay } from '../scalars.ts';

/** `what` completes the sentence "The parameter must be …" for whoever asked otherwise. */
const such = <S extends TSchema>(what: string, schema: S): S => ({ ...schema, description: what });

const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Partial(Type.Object(properties), { additionalProperties: false });

const day = such('a day, as 2026-12-31', CalendarDay);
const wholeNumber = (digits: number) =>
  such('a whole number above 0', Type.String({ pattern: `^[1-9][0-9]{0,${digits - 1}}$` }));

/** What the routes of the hub's own window may be asked with; every other one is asked without a parameter. */
export const DESKTOP_QUERIES = {
  /** Today, as the hub knows it, where none is named. */
  '/api/desktop/deliveries': closed({ day }),
  '/api/desktop/tours': closed({ day }),
  '/api/desktop/journal': closed({
    q: such(`a text of ${LIMITS.textChars} characters at most`, Type.String({ maxLength: LIMITS.textChars })),
    /** Goes on behind this entry. */
    before: wholeNumber(15),
    /** More than the most is the most. */
    limit: wholeNumber(9),
  }),
} as const;
export type DesktopQueries = { [Path in keyof typeof DESKTOP_QUERIES]: Static<(typeof DESKTOP_QUERIES)[Path]> };

/** An address with its parameters; what is not said is left out. */
export function desktopPath<Path extends keyof DesktopQueries>(path: Path, query: DesktopQueries[Path]): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '') as [string, string][];
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said)}`;
}
