import Type, { type Static } from 'typebox';

/** What a file may bring, by the last part of its address. */
export const IMPORT_KIND_NAMES = ['products', 'clients', 'lots', 'deliveries'] as const;
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
