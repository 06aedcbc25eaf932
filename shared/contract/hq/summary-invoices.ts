import Type, { type Static } from 'typebox';
import { PricedLine } from '../events.ts';
import { LIMITS } from '../limits.ts';
import { Day, Id, Nullable, Uuid } from '../scalars.ts';
import { Month } from './closing.ts';

const Sum = Type.Integer({ minimum: 0 });

/** A delivery note of a client that no invoice names yet. */
export const UninvoicedNote = Type.Object({
  id: Uuid,
  reference: Type.String(),
  depot_id: Id,
  /** On which it was delivered. */
  day: Day,
  /** What was handed over, at the prices and rates of the note. */
  lines: Type.Array(PricedLine),
});
export type UninvoicedNote = Static<typeof UninvoicedNote>;

/** What a month has left to invoice of one client in one depot. */
export const Uninvoiced = Type.Object({
  client_id: Uuid,
  client_name: Type.String(),
  depot_id: Id,
  notes: Type.Integer({ minimum: 1 }),
  total_ht: Sum,
});
export type Uninvoiced = Static<typeof Uninvoiced>;

export const UninvoicedReport = Type.Object({
  month: Month,
  /** At most a page of them; `more` where there are others. */
  items: Type.Array(Uninvoiced),
  more: Type.Boolean(),
});
export type UninvoicedReport = Static<typeof UninvoicedReport>;

/** What a client's month has left to invoice, note by note. */
export const UninvoicedOfClient = Type.Object({
  client_id: Uuid,
  client_name: Type.String(),
  month: Month,
  items: Type.Array(UninvoicedNote),
  /** Every month that has any, the newest first. */
  months: Type.Array(Type.Object({ month: Month, notes: Type.Integer({ minimum: 1 }) })),
});
export type UninvoicedOfClient = Static<typeof UninvoicedOfClient>;

/** One invoice for delivery notes of a client: those named, or all that a month has left in a depot. */
export const NewSummaryInvoice = Type.Object({
  client_id: Uuid,
  depot_id: Id,
  month: Type.Optional(Month),
  delivery_ids: Type.Optional(Type.Array(Uuid, { minItems: 1, maxItems: LIMITS.notesOfInvoice, uniqueItems: true })),
});
export type NewSummaryInvoice = Static<typeof NewSummaryInvoice>;

/** A delivery note as its invoice lists it. */
export const InvoiceNote = Type.Object({
  id: Uuid,
  reference: Type.String(),
  day: Nullable(Day),
  total_ht: Sum,
});
export type InvoiceNote = Static<typeof InvoiceNote>;
export const InvoiceNotes = Type.Object({ items: Type.Array(InvoiceNote) });
