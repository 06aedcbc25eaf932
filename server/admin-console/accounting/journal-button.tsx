import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HqItem, Page } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { CSV_BEGIN } from '#shared/domain/csv.ts';
import { JOURNAL_HEAD, journalText } from '#shared/domain/sales-journal.ts';
import { sha256 } from '#shared/ports/crypto-web.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { hqRequest } from '../api/client.ts';
import { useClients } from '../api/directory.ts';
import { askPage } from '../api/page.ts';
import { useChange } from '../api/use-change.ts';
import { lastDayOf } from '../list/months.ts';
import { useSession } from '../session/session-context.tsx';
import { paperOf } from './journal-papers.ts';

interface JournalProps {
  month: string;
  depotId: string;
  /** What is taken of the month is kept with its hash. */
  isClosed: boolean;
}

/** The month's sales journal, for the accountant's program: in French, as the program wants it. */
export function JournalButton({ month, depotId, isClosed }: JournalProps) {
  const { t } = useTranslation('hq');
  const keep = useChange<'POST /reports/exports'>();
  const { mutate, isPending, error } = useJournal(month, depotId, async (sha256) => {
    const body = { month, depot_id: depotId === '' ? null : Number(depotId), sha256 };
    if (isClosed) await keep.mutateAsync(hqRequest('POST /reports/exports', { body }));
  });
  return (
    <>
      <Button leftSection={<IconDownload size={18} aria-hidden />} loading={isPending} onClick={() => mutate()}>
        {t('accounting.journal')}
      </Button>
      {error && <ErrorNote code={failureIn(error).code} />}
    </>
  );
}

function useJournal(month: string, depot_id: string, keep: (sha256: string) => Promise<void>) {
  const session = useSession();
  const clients = useClients();
  const date = (iso: string) => formatDate(iso, 'fr');
  const filters = { depot_id, from: `${month}-01`, to: lastDayOf(month) };
  async function* rowsOf<L extends 'invoices' | 'credit-notes'>(list: L): AsyncGenerator<HqItem<L>[]> {
    let cursor: string | null = null;
    do {
      const page: Page<HqItem<L>> = await askPage(session, list, filters, LIMITS.adminPage, cursor);
      yield page.items;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }
  return useMutation({
    mutationFn: async () => {
      const pieces: [string, string][] = [];
      for await (const invoices of rowsOf('invoices')) {
        for (const invoice of invoices) {
          const name = clients?.get(invoice.client_id)?.name ?? '';
          const label = invoice.cancelled_at ? 'Facture ANNULÉE' : 'Facture';
          pieces.push([invoice.reference, journalText(paperOf(invoice, name, date), label)]);
        }
      }
      for await (const notes of rowsOf('credit-notes')) {
        for (const note of notes) {
          pieces.push([note.reference, journalText(paperOf(note, note.client_name, date), 'Avoir')]);
        }
      }
      pieces.sort(([a], [b]) => a.localeCompare(b));
      const parts = [CSV_BEGIN, JOURNAL_HEAD, ...pieces.map(([, text]) => text)];
      // First, so that nobody holds a file that is not kept.
      await keep(sha256(parts.join('')));
      saveFile(`journal-des-ventes-${month}.csv`, parts, 'text/csv');
    },
  });
}
