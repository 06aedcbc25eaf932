import { IconReceiptOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { unkept } from '../../app/unkept.ts';
import type { DraftInvoice } from '../../store/views.ts';
import { draftName, draftOf, emptyDraft } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { InvoicePaper } from './invoice-paper.tsx';
import './invoice.css';

/** An invoice being made, or one that was issued. */
export function InvoiceScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { data: invoice } = usePhoneQuery(['invoice', id], (phone) => phone.invoice(id));
  const isNew = useHistoryState<{ isNew?: boolean } | null>()?.isNew === true;
  if (invoice === undefined) {
    return (
      <Screen title={t('sell.invoice')} back="/sell">
        <LoadingShape />
      </Screen>
    );
  }
  if (invoice !== null && invoice.status !== 'DRAFT') return <InvoicePaper invoice={invoice} />;
  const typed = unkept.get<DraftInvoice>(draftName(id));
  if (typed !== null) return <DraftForm initial={typed} />;
  if (invoice !== null) return <DraftForm initial={draftOf(invoice)} />;
  if (isNew) return <DraftForm initial={emptyDraft(id)} />;
  return (
    <Screen title={t('sell.invoice')} back="/sell">
      <EmptyState icon={IconReceiptOff} title={t('sell.missing')}>
        {t('sell.missingMore')}
      </EmptyState>
    </Screen>
  );
}
