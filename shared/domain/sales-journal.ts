import { csvLine } from './csv.ts';

/** The accounts of the national plan into which sales are booked. */
export const ACCOUNTS = { clients: '411', sales: '700', tva: '4457', stamp: '4427' } as const;
const JOURNAL = 'VT';

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
export function journalLines(paper: JournalPaper): JournalLine[] {
  const { total_ht, total_tva, stamp_duty, total_ttc, is_credit, is_cancelled } = paper;
  if (is_cancelled) return [{ account: ACCOUNTS.clients, debit: 0, credit: 0 }];
  const owed = is_credit ? { debit: 0, credit: total_ttc } : { debit: total_ttc, credit: 0 };
  const sold = (account: string, amount: number): JournalLine =>
    is_credit ? { account, debit: amount, credit: 0 } : { account, debit: 0, credit: amount };
  const parts = [
    sold(ACCOUNTS.sales, total_ht),
    sold(ACCOUNTS.tva, total_tva),
    sold(ACCOUNTS.stamp, stamp_duty),
  ].filter(({ debit, credit }) => debit + credit > 0);
  return [{ account: ACCOUNTS.clients, ...owed }, ...parts];
}

export const JOURNAL_HEAD = csvLine(['DATE', 'JOURNAL', 'PIECE', 'COMPTE', 'LIBELLE', 'DEBIT', 'CREDIT', 'TIERS']);

/** The paper's lines as accountants load them; `label` says what it is, for a person. */
export const journalText = (paper: JournalPaper, label: string): string =>
  journalLines(paper)
    .map(({ account, debit, credit }) =>
      csvLine([
        ...[paper.date, JOURNAL, paper.reference, account, label, debit / 100, credit / 100],
        account === ACCOUNTS.clients ? paper.client_name : null,
      ]),
    )
    .join('');
