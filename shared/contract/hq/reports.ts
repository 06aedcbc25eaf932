import Type, { type Static } from 'typebox';
import { Day, Id, Nullable, Time, TvaRate, Uuid } from '../scalars.ts';

/** Why a balance changed; a newer server may know more reasons. See `LedgerKind`. */
export const StatementLine = Type.Object({
  at: Time,
  kind: Type.String(),
  /** The invoice, delivery, payment or credit note. */
  source_id: Uuid,
  /** What people call that paper; null for a payment. */
  reference: Nullable(Type.String()),
  /** By how much the client owes more, in centimes; less than nothing where money came in. */
  amount: Type.Integer(),
  /** What the client owed behind it. */
  balance: Type.Integer(),
});
export type StatementLine = Static<typeof StatementLine>;

/** What a client owed at the beginning of a period, all that changed it, and what it owed at the end. */
export const ClientStatement = Type.Object({
  client_id: Uuid,
  client_name: Type.String(),
  from: Day,
  to: Day,
  opening: Type.Integer(),
  closing: Type.Integer(),
  items: Type.Array(StatementLine),
});
export type ClientStatement = Static<typeof ClientStatement>;

/** A series of numbers of a depot in a year, against its papers. */
export const NumberSeries = Type.Object({
  series: Type.String(),
  depot_id: Id,
  year: Type.Integer(),
  /** The newest number that was given. */
  last: Type.Integer({ minimum: 0 }),
  papers: Type.Integer({ minimum: 0 }),
  cancelled: Type.Integer({ minimum: 0 }),
  /** Numbers that no paper bears, as runs. There are none unless something is broken. */
  missing: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer() })),
});
export type NumberSeries = Static<typeof NumberSeries>;

/** What a depot wrote of one series on a day. */
export const NumberDay = Type.Object({
  series: Type.String(),
  depot_id: Id,
  day: Day,
  first: Type.String(),
  last: Type.String(),
  papers: Type.Integer({ minimum: 1 }),
  cancelled: Type.Integer({ minimum: 0 }),
  /** Without those that were cancelled, in centimes. */
  total_ttc: Type.Integer(),
});
export type NumberDay = Static<typeof NumberDay>;

/** The numbers of invoices and credit notes in a month. */
export const NumberReport = Type.Object({
  month: Type.String(),
  series: Type.Array(NumberSeries),
  days: Type.Array(NumberDay),
});
export type NumberReport = Static<typeof NumberReport>;

/** What was sold at one rate of TVA in a month, less what was credited, in centimes. */
export const RateOfMonth = Type.Object({
  tva_rate: TvaRate,
  base_ht: Type.Integer(),
  tva: Type.Integer(),
  credited_ht: Type.Integer(),
  credited_tva: Type.Integer(),
});
export type RateOfMonth = Static<typeof RateOfMonth>;

/** What the monthly declaration asks for: sales and TVA by rate, and the stamp duty that was collected. */
export const TvaReport = Type.Object({
  month: Type.String(),
  rates: Type.Array(RateOfMonth),
  stamp_duty: Type.Integer(),
  total_ttc: Type.Integer(),
  credited_ttc: Type.Integer(),
});
export type TvaReport = Static<typeof TvaReport>;

export const CHEQUE_STATES = ['TO_DEPOSIT', 'DEPOSITED', 'BOUNCED'] as const;
export type ChequeState = (typeof CHEQUE_STATES)[number];

/** A cheque that came in: with a delivery, or apart from one. */
export const ChequeLine = Type.Object({
  id: Uuid,
  at: Time,
  client_name: Type.String(),
  bank: Nullable(Type.String()),
  number: Nullable(Type.String()),
  /** Of the delivery at which it was taken. */
  reference: Nullable(Type.String()),
  amount: Type.Integer(),
  /** When it went to the bank, and when the bank did not pay it. */
  deposited_at: Nullable(Time),
  bounced_at: Nullable(Time),
  bounce_reason: Nullable(Type.String()),
});
export type ChequeLine = Static<typeof ChequeLine>;

/** Cheques that went to the bank together. */
export const ChequesDeposited = Type.Object({ items: Type.Array(ChequeLine), total: Type.Integer() });
export type ChequesDeposited = Static<typeof ChequesDeposited>;

/** The cheques of some days, to be brought to a bank. */
export const ChequeReport = Type.Object({
  from: Day,
  to: Day,
  items: Type.Array(ChequeLine),
  total: Type.Integer(),
});
export type ChequeReport = Static<typeof ChequeReport>;
