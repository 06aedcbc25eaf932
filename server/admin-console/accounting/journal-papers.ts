import type { Invoice } from '#shared/contract/entities.ts';
import type { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import type { JournalPaper } from '#shared/domain/sales-journal.ts';

/** An invoice or a credit note as the sales journal books it. */
export function paperOf(paper: Invoice | CreditNote, client_name: string, date: (iso: string) => string): JournalPaper {
  const { reference, created_at, total_ht, total_tva, total_ttc } = paper;
  const isInvoice = 'stamp_duty' in paper;
  return {
    ...{ reference, client_name, date: date(created_at), total_ht, total_tva, total_ttc },
    stamp_duty: isInvoice ? paper.stamp_duty : 0,
    is_credit: !isInvoice,
    is_cancelled: isInvoice && Boolean(paper.cancelled_at),
  };
}
