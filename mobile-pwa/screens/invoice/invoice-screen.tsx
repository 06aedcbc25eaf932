import { IconReceiptOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { unkept } from '../../app/unkept.ts';
import type { DraftInvoice } from '../../store/views.ts';
import { draftName, draftOf, emptyDraft, ofDelivery } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { InvoicePaper } from './invoice-paper.tsx';
import './invoice.css';

/** How a new invoice begins: empty, or with what was delivered. */
export interface NewInvoice {
  isNew: true;
  ofDelivery?: string;
}

/** Undefined while it is read. */
function useBegun(id: string, deliveryId: string | null): DraftInvoice | undefined {
  return usePhoneQuery(['begunInvoice', id, deliveryId], async (phone) => {
    if (deliveryId === null) return emptyDraft(id);
    const [stop, recorded] = await Promise.all([phone.delivery(deliveryId), phone.lastRecorded(deliveryId)]);
    if (stop === null || recorded === null) return emptyDraft(id);
    return ofDelivery(id, recorded, { id: stop.client_id, name: stop.client_name });
  }).data;
}

/** An invoice being made, or one that was issued. */
export function InvoiceScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { data: invoice } = usePhoneQuery(['invoice', id], (phone) => phone.invoice(id));
  const visit = useHistoryState<NewInvoice | null>();
  const isNew = visit?.isNew === true;
  const begun = useBegun(id, visit?.ofDelivery ?? null);
  if (invoice === undefined || begun === undefined) {
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
  if (isNew) return <DraftForm initial={begun} />;
  return (
    <Screen title={t('sell.invoice')} back="/sell">
      <EmptyState icon={IconReceiptOff} title={t('sell.missing')}>
        {t('sell.missingMore')}
      </EmptyState>
    </Screen>
  );
}
