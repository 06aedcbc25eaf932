import { Button, Group } from '@mantine/core';
import { IconBuildingBank, IconCoins } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PaymentRecord } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useClients, useUsers } from '../api/directory.ts';
import { ExportButton } from '../files/export-button.tsx';
import { usePaymentFile } from '../files/paper-files.ts';
import { ActButton } from '../list/act-button.tsx';
import { ClientFilter } from '../list/client-filter.tsx';
import type { Column } from '../list/column.ts';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { ListSums } from '../list/list-sums.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useMayAct } from '../session/session-context.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { EnterDialog } from './enter-dialog.tsx';

/** Money that came in apart from deliveries, the newest first. */
export function PaymentsScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'depot_id', 'client_id', 'from', 'to']);
  const opened = useOpened();
  const [leaving, setLeaving] = useState<PaymentRecord | null>(null);
  const list = useSortedList('payments', filters);
  const columns = useColumns(setLeaving);
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ListHead
        title={t('payments.title')}
        list={list}
        action={
          <Group gap="xs">
            <Button component={Link} to="/cheques" leftSection={<IconBuildingBank size={20} aria-hidden />}>
              {t('nav.cheques')}
            </Button>
            <ExportButton list="payments" filters={filters} name={t('payments.title')} columns={usePaymentFile()} />
            <ActButton isNext act="POST /payments" onClick={() => opened.show({ act: 'new' })}>
              {t('payments.enter')}
            </ActButton>
          </Group>
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <DateRange from={filters.from} to={filters.to} onChange={change} />
        <ClientFilter value={filters.client_id} onChange={(client_id) => change({ client_id })} />
      </ListHead>
      <ListSums list={list} names={{ amount: t('list.sum') }} />
      <ListBody
        list={list}
        columns={columns}
        label={t('payments.title')}
        keyOf={({ id }) => id}
        clearFilters={filtered ? () => change({ q: '', depot_id: '', client_id: '', from: '', to: '' }) : null}
        empty={{ icon: IconCoins, title: t('payments.none'), text: t('payments.noneMore') }}
      />
      <EnterDialog opened={useMayAct('POST /payments') && opened.act === 'new'} onClose={opened.close} />
      <CancelDialog payment={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function useColumns(onCancel: (payment: PaymentRecord) => void): Column<PaymentRecord>[] {
  const { t } = useTranslation(['hq', 'ui']);
  const clients = useClients();
  const users = useUsers();
  const mayAct = useMayAct('POST /payments/:id/cancel');
  return [
    { head: t('payments.at'), sort: 'collected_at', cell: ({ collected_at }) => <Moment at={collected_at} /> },
    { head: t('payments.client'), cell: ({ client_id }) => <bdi>{clients?.get(client_id)?.name ?? UNNAMED}</bdi> },
    { head: t('payments.by'), cell: ({ user_id }) => <bdi>{users?.get(user_id)?.name ?? UNNAMED}</bdi> },
    { head: t('payments.method'), cell: ({ method }) => t(`ui:payment.${method}`) },
    {
      head: t('payments.cheque'),
      cell: ({ cheque }) =>
        cheque && (
          <bdi>
            {cheque.bank} · {cheque.number}
          </bdi>
        ),
    },
    { head: t('payments.amount'), cell: ({ amount }) => <Amount value={amount} bare />, figures: true },
    {
      head: t('payments.state'),
      cell: (payment) =>
        payment.cancelled_at !== null ? (
          <span>
            {t('payments.cancelled')} <bdi>{payment.cancel_reason}</bdi>
          </span>
        ) : (
          mayAct && (
            <Button size="sm" onClick={() => onCancel(payment)}>
              {t('payments.cancel')}
            </Button>
          )
        ),
    },
  ];
}
