import { csvLine } from './csv.ts';

/** The accounts into which sales are booked, and what the journal is called. */
export interface JournalAccounts {
  journal: string;
  clients: string;
  sales: string;
  tva: string;
  stamp: string;
}

/** Of the national plan: what holds before any of the company's own. */
export const SHIPPED_ACCOUNTS: JournalAccounts = {
  journal: 'VT',
  clients: '411',
  sales: '700',
  tva: '4457',
  stamp: '4427',
};

/** The accounts of a month, among the company's own in the order in which they were written: a later one counts. */
export const accountsOn = (
  written: readonly { since: string; accounts: JournalAccounts }[],
  month: string,
): JournalAccounts =>
  written
    .filter(({ since }) => since <= month)
    .reduce<{ since: string; accounts: JournalAccounts }>(
      (newest, each) => (each.since >= newest.since ? each : newest),
      { since: '', accounts: SHIPPED_ACCOUNTS },
    ).accounts;

/** A paper of the sales journal: an invoice, or a credit note, which books the other way round. */
export interface JournalPaper {
  reference: string;
  /** The day, as the journal has it. */
  date: string;
  client_name: string;
  total_ht: number;
  total_tva: number;
  stamp_duty: number;
  total_ttc: number;
  is_credit: boolean;
  /** It keeps its number, and books nothing. */
  is_cancelled: boolean;
}

export interface JournalLine {
  account: string;
  /** In centimes; one of the two is 0. */
  debit: number;
  credit: number;
}

/** The lines of a paper: what its client owes against sales, TVA and stamp duty. Debit and credit are the same. */
export function journalLines(paper: JournalPaper, accounts: JournalAccounts): JournalLine[] {
  const { total_ht, total_tva, stamp_duty, total_ttc, is_credit, is_cancelled } = paper;
  if (is_cancelled) return [{ account: accounts.clients, debit: 0, credit: 0 }];
  const owed = is_credit ? { debit: 0, credit: total_ttc } : { debit: total_ttc, credit: 0 };
  const sold = (account: string, amount: number): JournalLine =>
    is_credit ? { account, debit: amount, credit: 0 } : { account, debit: 0, credit: amount };
  const parts = [
    sold(accounts.sales, total_ht),
    sold(accounts.tva, total_tva),
    sold(accounts.stamp, stamp_duty),
  ].filter(({ debit, credit }) => debit + credit > 0);
  return [{ account: accounts.clients, ...owed }, ...parts];
}

export const JOURNAL_HEAD = csvLine(['DATE', 'JOURNAL', 'PIECE', 'COMPTE', 'LIBELLE', 'DEBIT', 'CREDIT', 'TIERS']);

/** The paper's lines as accountants load them; `label` says what it is, for a person. */
export const journalText = (paper: JournalPaper, label: string, accounts: JournalAccounts): string =>
  journalLines(paper, accounts)
    .map(({ account, debit, credit }) =>
      csvLine([
        ...[paper.date, accounts.journal, paper.reference, account, label, debit / 100, credit / 100],
        account === accounts.clients ? paper.client_name : null,
      ]),
    )
    .join('');
