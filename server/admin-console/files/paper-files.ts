import { useTranslation } from 'react-i18next';
import type { Client, Delivery, Invoice, PaymentRecord } from '#shared/contract/entities.ts';
import type { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import { csvAmount } from '#shared/domain/csv.ts';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useClients, useDepots, useUsers } from '../api/directory.ts';
import type { FileColumn } from './list-file.ts';

/** By what ids are called in files: by names, and empty where none is known. */
function useNames() {
  const clients = useClients();
  const depots = useDepots();
  const users = useUsers();
  const language = useLanguage();
  return {
    client: (id: string) => clients?.get(id)?.name ?? '',
    depot: (id: number | null) => depots?.get(id ?? 0)?.name ?? '',
    user: (id: number) => users?.get(id)?.name ?? '',
    date: (iso: string) => formatDate(iso, language),
  };
}

export function useInvoiceFile(): FileColumn<Invoice>[] {
  const { t } = useTranslation(['hq', 'ui']);
  const { client, depot, user, date } = useNames();
  return [
    { head: t('invoices.reference'), value: ({ reference }) => reference },
    { head: t('invoices.at'), value: ({ created_at }) => date(created_at) },
    { head: t('invoices.client'), value: ({ client_id }) => client(client_id) },
    { head: t('list.depot'), value: ({ depot_id }) => depot(depot_id) },
    { head: t('invoices.by'), value: ({ created_by }) => user(created_by) },
    { head: t('invoices.payment'), value: ({ payment }) => t(`ui:payment.${payment}`) },
    { head: t('deliveries.status'), value: ({ cancelled_at }) => (cancelled_at ? t('invoices.cancelled') : '') },
    { head: t('invoices.ht'), value: ({ total_ht }) => csvAmount(total_ht) },
    { head: t('invoices.vat'), value: ({ total_tva }) => csvAmount(total_tva) },
    { head: t('invoices.stamp'), value: ({ stamp_duty }) => csvAmount(stamp_duty) },
    { head: t('invoices.ttc'), value: ({ total_ttc }) => csvAmount(total_ttc) },
    { head: t('invoices.credited'), value: ({ credited_ttc }) => csvAmount(credited_ttc ?? 0) },
  ];
}

export function useCreditNoteFile(): FileColumn<CreditNote>[] {
  const { t } = useTranslation('hq');
  const { depot, date } = useNames();
  return [
    { head: t('invoices.creditNote'), value: ({ reference }) => reference },
    { head: t('invoices.at'), value: ({ created_at }) => date(created_at) },
    { head: t('invoices.reference'), value: ({ invoice_reference }) => invoice_reference },
    { head: t('invoices.client'), value: ({ client_name }) => client_name },
    { head: t('list.depot'), value: ({ depot_id }) => depot(depot_id) },
    { head: t('form.reason'), value: ({ reason }) => reason },
    { head: t('invoices.ht'), value: ({ total_ht }) => csvAmount(total_ht) },
    { head: t('invoices.vat'), value: ({ total_tva }) => csvAmount(total_tva) },
    { head: t('invoices.ttc'), value: ({ total_ttc }) => csvAmount(total_ttc) },
  ];
}

export function usePaymentFile(): FileColumn<PaymentRecord>[] {
  const { t } = useTranslation(['hq', 'ui']);
  const { client, depot, user, date } = useNames();
  return [
    { head: t('payments.at'), value: ({ collected_at }) => date(collected_at) },
    { head: t('payments.client'), value: ({ client_id }) => client(client_id) },
    { head: t('list.depot'), value: ({ depot_id }) => depot(depot_id) },
    { head: t('payments.by'), value: ({ user_id }) => user(user_id) },
    { head: t('payments.method'), value: ({ method }) => t(`ui:payment.${method}`) },
    { head: t('payments.bank'), value: ({ cheque }) => cheque?.bank ?? '' },
    { head: t('payments.chequeNumber'), value: ({ cheque }) => cheque?.number ?? '' },
    { head: t('payments.state'), value: ({ cancel_reason }) => cancel_reason },
    { head: t('payments.amount'), value: ({ amount }) => csvAmount(amount) },
  ];
}

export function useDeliveryFile(): FileColumn<Delivery>[] {
  const { t } = useTranslation(['hq', 'ui']);
  const { depot, user, date } = useNames();
  return [
    { head: t('deliveries.reference'), value: ({ reference }) => reference },
    { head: t('deliveries.plannedFor'), value: ({ planned_for }) => date(planned_for) },
    { head: t('deliveries.client'), value: ({ client_name }) => client_name },
    { head: t('deliveries.depot'), value: ({ depot_id }) => depot(depot_id) },
    { head: t('deliveries.driver'), value: ({ driver_user_id }) => user(driver_user_id) },
    { head: t('deliveries.status'), value: ({ status }) => t(`ui:delivery.${status}`) },
    { head: t('deliveries.validated'), value: ({ validated_at }) => (validated_at ? date(validated_at) : null) },
    { head: t('deliveries.totalHt'), value: ({ total_ht }) => csvAmount(total_ht) },
    { head: t('deliveries.amount'), value: ({ total_ttc }) => csvAmount(total_ttc) },
  ];
}

export function useClientFile(): FileColumn<Client>[] {
  const { t } = useTranslation('hq');
  const { depot } = useNames();
  return [
    { head: t('clients.name'), value: ({ name }) => name },
    { head: t('clients.kind'), value: ({ kind }) => (kind ? t(`clients.kinds.${kind}`) : null) },
    { head: t('clients.phone'), value: ({ phone }) => phone },
    { head: t('clients.address'), value: ({ address }) => address },
    ...(['tax_id', 'rc', 'nif', 'nis', 'ai'] as const).map((name) => ({
      head: t(`clients.${name}`),
      value: (client: Client) => client[name] ?? null,
    })),
    { head: t('clients.depots'), value: ({ depot_ids }) => depot_ids.map(depot).join(', ') },
    { head: t('clients.balanceColumn'), value: ({ balance }) => csvAmount(balance) },
  ];
}
