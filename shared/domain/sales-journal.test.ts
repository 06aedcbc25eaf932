import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  accountsOn,
  JOURNAL_HEAD,
  type JournalPaper,
  journalLines,
  journalText,
  SHIPPED_ACCOUNTS,
} from './sales-journal.ts';

const paper: JournalPaper = {
  ...{
    reference: 'FAC-ALG-2026-000001',
    date: '01/12/2026',
    client_name: '=Nour',
    is_credit: false,
    is_cancelled: false,
  },
  ...{ total_ht: 1_000_00, total_tva: 190_00, stamp_duty: 12_00, total_ttc: 1_202_00 },
};

it('[RPT-5] in each piece of the sales journal debit and credit are the same, whatever it comes to', () => {
  const amount = fc.integer({ min: 0, max: 10 ** 12 });
  fc.assert(
    fc.property(
      amount,
      amount,
      amount,
      fc.boolean(),
      fc.boolean(),
      (total_ht, total_tva, stamp, is_credit, is_cancelled) => {
        const stamp_duty = is_credit ? 0 : stamp;
        const total_ttc = total_ht + total_tva + stamp_duty;
        const lines = journalLines(
          { ...paper, total_ht, total_tva, stamp_duty, total_ttc, is_credit, is_cancelled },
          SHIPPED_ACCOUNTS,
        );
        const sum = (of: 'debit' | 'credit') => lines.reduce((total, line) => total + line[of], 0);
        expect(sum('debit')).toBe(sum('credit'));
      },
    ),
  );
});

it('[RPT-5] an invoice debits its client against sales, TVA and stamp duty; a credit note does the reverse', () => {
  expect(JOURNAL_HEAD).toBe('DATE;JOURNAL;PIECE;COMPTE;LIBELLE;DEBIT;CREDIT;TIERS\r\n');
  expect(journalText(paper, 'Facture', SHIPPED_ACCOUNTS).split('\r\n')).toEqual([
    "01/12/2026;VT;FAC-ALG-2026-000001;411;Facture;1202;0;'=Nour",
    '01/12/2026;VT;FAC-ALG-2026-000001;700;Facture;0;1000;',
    '01/12/2026;VT;FAC-ALG-2026-000001;4457;Facture;0;190;',
    '01/12/2026;VT;FAC-ALG-2026-000001;4427;Facture;0;12;',
    '',
  ]);
  const credit = { ...paper, is_credit: true, stamp_duty: 0, total_ttc: 1_190_00 };
  expect(journalLines(credit, SHIPPED_ACCOUNTS).map(({ account, debit, credit: to }) => [account, debit, to])).toEqual([
    ['411', 0, 1_190_00],
    ['700', 1_000_00, 0],
    ['4457', 190_00, 0],
  ]);
  expect(journalLines({ ...paper, is_cancelled: true }, SHIPPED_ACCOUNTS)).toEqual([
    { account: '411', debit: 0, credit: 0 },
  ]);
});

it('[RPT-10] a month is booked by the accounts that begin newest up to it; before any of the company’s own, by those of the plan', () => {
  const own = (clients: string) => ({ ...SHIPPED_ACCOUNTS, clients });
  const written = [
    { since: '2027-03', accounts: own('4111') },
    { since: '2027-01', accounts: own('4110') },
    { since: '2027-03', accounts: own('4112') },
  ];
  expect(accountsOn(written, '2026-12')).toEqual(SHIPPED_ACCOUNTS);
  expect(accountsOn(written, '2027-02').clients).toBe('4110');
  expect(accountsOn(written, '2027-03').clients).toBe('4112');
  expect(journalText(paper, 'Facture', { ...own('4112'), journal: 'VTE' }).split('\r\n')[0]).toBe(
    "01/12/2026;VTE;FAC-ALG-2026-000001;4112;Facture;1202;0;'=Nour",
  );
});
