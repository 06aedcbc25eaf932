import { useTranslation } from 'react-i18next';
import type { HqItem, Page } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { CSV_BEGIN } from '#shared/domain/csv.ts';
import { accountsOn, JOURNAL_HEAD, type JournalAccounts, journalText } from '#shared/domain/sales-journal.ts';
import { formatDate } from '#shared/ui/format.ts';
import { useClients } from '../api/directory.ts';
import { askPage } from '../api/page.ts';
import { lastDayOf } from '../list/months.ts';
import { useSession } from '../session/session-context.tsx';
import { paperOf } from './journal-papers.ts';
import { KeptFileButton, type MonthFile } from './kept-file-button.tsx';
import { useJournalAccounts } from './use-journal-accounts.ts';

/** The month's sales journal, for the accountant's program: in French, as the program wants it, by the month's accounts. */
export function JournalButton({ of }: { of: MonthFile }) {
  const { t } = useTranslation('hq');
  const { data: accounts } = useJournalAccounts();
  const journalOf = useJournal(of);
  return (
    <KeptFileButton
      of={of}
      kind="JOURNAL"
      label={t('accounting.journal')}
      fileName="journal-des-ventes"
      parts={accounts ? () => journalOf(accountsOn(accounts.items, of.month)) : null}
    />
  );
}

function useJournal({ month, depotId }: MonthFile) {
  const session = useSession();
  const clients = useClients();
  const date = (iso: string) => formatDate(iso, 'fr');
  const filters = { depot_id: depotId, from: `${month}-01`, to: lastDayOf(month) };
  async function* rowsOf<L extends 'invoices' | 'credit-notes'>(list: L): AsyncGenerator<HqItem<L>[]> {
    let cursor: string | null = null;
    do {
      const page: Page<HqItem<L>> = await askPage(session, list, filters, LIMITS.adminPage, cursor);
      yield page.items;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }
  return async (accounts: JournalAccounts): Promise<string[]> => {
    const pieces: [string, string][] = [];
    for await (const invoices of rowsOf('invoices')) {
      for (const invoice of invoices) {
        const name = clients?.get(invoice.client_id)?.name ?? '';
        const label = invoice.cancelled_at ? 'Facture ANNULÉE' : 'Facture';
        pieces.push([invoice.reference, journalText(paperOf(invoice, name, date), label, accounts)]);
      }
    }
    for await (const notes of rowsOf('credit-notes')) {
      for (const note of notes) {
        pieces.push([note.reference, journalText(paperOf(note, note.client_name, date), 'Avoir', accounts)]);
      }
    }
    pieces.sort(([a], [b]) => a.localeCompare(b));
    return [CSV_BEGIN, JOURNAL_HEAD, ...pieces.map(([, text]) => text)];
  };
}
