import Type, { type Static } from 'typebox';
import { Id, Nullable, Sha256, Time } from '../scalars.ts';

/** A calendar month in Algiers. */
export const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' });

export const NewClosing = Type.Object({ month: Month });
/** The month that an act was about. */
export const ClosedMonth = Type.Object({ month: Month });

/** Of what a file was made: the sales journal, or the TVA by rate. */
export const ExportKind = Type.Union([Type.Literal('JOURNAL'), Type.Literal('TVA')]);
export type ExportKind = Static<typeof ExportKind>;

/** A file that somebody has taken of a closed month: what it hashes to. */
export const NewExport = Type.Object({
  month: Month,
  /** The sales journal, where nothing is said. */
  kind: Type.Optional(ExportKind),
  /** Null: of all depots. */
  depot_id: Nullable(Id),
  sha256: Sha256,
});
export type NewExport = Static<typeof NewExport>;

export const MonthExport = Type.Object({
  at: Time,
  kind: ExportKind,
  user_name: Type.String(),
  depot_id: Nullable(Id),
  sha256: Sha256,
});
export type MonthExport = Static<typeof MonthExport>;

/** How a month stands: open, or closed by somebody, with the exports that were taken of it since. */
export const MonthClosing = Type.Object({
  month: Month,
  /** By itself, or with a later month. */
  closed: Nullable(Type.Object({ at: Time, user_name: Type.String() })),
  /** It is over, and nobody has closed it yet. */
  may_close: Type.Boolean(),
  /** The newest first, a page of them. */
  exports: Type.Array(MonthExport),
});
export type MonthClosing = Static<typeof MonthClosing>;
