import Type, { type Static } from 'typebox';
import { Id, Nullable, TextLine, Time } from '../scalars.ts';
import { Month } from './closing.ts';

/** Of a national or company plan: digits and letters. */
const Account = Type.String({ pattern: '^[0-9A-Za-z]{1,10}$' });

/** The accounts into which the sales journal books, and what the journal is called. */
export const JournalAccounts = Type.Object({
  journal: Account,
  clients: Account,
  sales: Account,
  tva: Account,
  stamp: Account,
});

export const NewJournalAccounts = Type.Object({
  /** The first month that is booked so. */
  since: Month,
  accounts: JournalAccounts,
  reason: TextLine(),
});
export type NewJournalAccounts = Static<typeof NewJournalAccounts>;

/** Accounts of a month on, with who wrote them, when and why. */
export const JournalAccountsRecord = Type.Object({
  id: Id,
  since: Month,
  accounts: JournalAccounts,
  reason: Type.String(),
  user_name: Type.String(),
  created_at: Time,
});
export type JournalAccountsRecord = Static<typeof JournalAccountsRecord>;

/** In the order in which they were written. */
export const JournalAccountsList = Type.Object({
  /** What holds before the company's own. */
  shipped: JournalAccounts,
  /** The newest month whose books are closed, and all before it with it. */
  closed_through: Nullable(Month),
  items: Type.Array(JournalAccountsRecord),
});
export type JournalAccountsList = Static<typeof JournalAccountsList>;
