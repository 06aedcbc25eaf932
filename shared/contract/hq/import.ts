import Type, { type Static } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Nullable } from '../scalars.ts';

/** What a file may bring, by the last part of its address. */
export const IMPORT_KIND_NAMES = ['products', 'clients', 'users', 'lots', 'deliveries'] as const;
export type ImportKindName = (typeof IMPORT_KIND_NAMES)[number];

/** Why a row was refused that could be read: it is there already, names what is not there, or cannot be. */
export const REFUSED_ROWS = ['CONFLICT', 'NOT_FOUND'] as const;

const Fault = Type.Union([
  Type.Literal('COLUMN_UNNAMED'),
  Type.Literal('COLUMN_UNKNOWN'),
  Type.Literal('COLUMN_TWICE'),
  Type.Literal('COLUMN_MISSING'),
  Type.Literal('EMPTY'),
  Type.Literal('UNREADABLE'),
  Type.Literal('TOO_WIDE'),
  Type.Literal('OUT_OF_RANGE'),
  Type.Literal('CONFLICT'),
  Type.Literal('NOT_FOUND'),
  Type.Literal('AMBIGUOUS'),
]);

/** What is wrong on a line of a file, by its kind and in a sentence that begins with the column where there is one. */
export const LineFault = Type.Object({
  line: Type.Integer({ minimum: 0 }),
  column: Type.Optional(Type.String()),
  fault: Fault,
  /** What stands there and cannot be read. */
  cell: Type.Optional(Type.String()),
  reason: Type.String(),
});
export type LineFault = Static<typeof LineFault>;

export const LineFaults = Type.Array(LineFault);

/** Where a column of a file goes: the name that the API gives it, or null where it is left out. */
export const UsedColumn = Type.Object({
  heading: Type.String({ minLength: 1, maxLength: LIMITS.importHeadingChars }),
  column: Nullable(Type.String()),
});
export type UsedColumn = Static<typeof UsedColumn>;

/** What headings of the company's own files mean, as somebody at HQ has said it. */
export const ImportMapping = Type.Object({ columns: Type.Array(UsedColumn, { maxItems: LIMITS.importMappings }) });
export type ImportMapping = Static<typeof ImportMapping>;

/** Something that a row of a file became. */
export const MadeOfFile = Type.Object({
  line: Type.Integer({ minimum: 1 }),
  id: Type.Union([Type.Integer(), Type.String()]),
  name: Type.String(),
});
export type MadeOfFile = Static<typeof MadeOfFile>;

/** The media types under which a file is sent. */
export const CSV_MEDIA_TYPE = 'text/csv';
export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
