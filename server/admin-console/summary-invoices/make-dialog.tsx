import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { UninvoicedNote } from '#shared/contract/hq/summary-invoices.ts';
import { summaryLines, summaryTotals } from '#shared/domain/summary-invoice.ts';
import { formatAmount } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { isolated } from '#shared/ui/paper/isolates.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';

/** The notes of one client and depot, as they were chosen when the question was asked. */
export interface Draft {
  clientId: string;
  clientName: string;
  depotId: number;
  notes: UninvoicedNote[];
}

interface MakeDialogProps {
  draft: Draft | null;
  opened: boolean;
  onClose: () => void;
}

/** What follows from making the invoice, before its number is spent. Then its paper is shown. */
export function MakeDialog({ draft, opened, onClose }: MakeDialogProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const [, goTo] = useLocation();
  const depots = useDepots();
  const { clientId, clientName = '', depotId = 0, notes = [] } = draft ?? {};
  const owed = summaryTotals(summaryLines(notes.map(({ lines }) => lines))).total_ttc;
  const count = notes.length;
  return (
    <ActDialog
      opened={opened && draft !== null}
      title={t('summary.makeTitle')}
      onClose={onClose}
      fields={[]}
      toChange={() =>
        hqRequest('POST /invoices', {
          body: { client_id: clientId, depot_id: depotId, delivery_ids: notes.map(({ id }) => id) },
        })
      }
      submit={t('summary.make')}
      // The way back leads to what is left.
      onDone={({ id }) => goTo(`/invoices/${id}/print`, { replace: true })}
    >
      <List size="sm" spacing={4}>
        <List.Item>
          {t('summary.makeOwed', {
            client: isolated(clientName),
            amount: isolated(formatAmount(owed, language)),
            count,
          })}
        </List.Item>
        <List.Item>{t('summary.makeNumber', { depot: isolated(depots?.get(depotId)?.name ?? UNNAMED) })}</List.Item>
        <List.Item>{t('summary.makeGoods')}</List.Item>
      </List>
    </ActDialog>
  );
}
