import { Group, Stack, Title } from '@mantine/core';
import { IconArrowsRightLeft, IconBan } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Delivery, DeliveryLine } from '#shared/contract/entities.ts';
import { deliveredTotals } from '#shared/domain/delivered-totals.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { formatDay, formatNumber, formatPercent } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDepots, useProducts, useUsers } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import type { Opened } from '../list/use-params.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { DeliveryProof } from './delivery-proof.tsx';
import { DeliveryTimeline } from './delivery-timeline.tsx';
import { MoveDialog } from './move-dialog.tsx';

/** One delivery: what was ordered and handed over, who validated it, and the way it came. */
export function DeliveryDrawer({ opened }: { opened: Opened }) {
  const reading = useOne('deliveries', opened.open);
  const data = reading.data;
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={<bdi>{data?.reference}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {data && (
          <Stack>
            <DeliveryActs delivery={data} opened={opened} />
            <DeliveryFacts delivery={data} />
            <Lines delivery={data} />
            <DeliveryProof id={data.id} />
            <DeliveryTimeline delivery={data} />
          </Stack>
        )}
      </DetailDrawer>
      {data && <MoveDialog opened={opened.act === 'move'} delivery={data} onClose={opened.close} />}
      {data && <CancelDialog opened={opened.act === 'cancel'} delivery={data} onClose={opened.close} />}
    </>
  );
}

/** What can still be done about a delivery: it is open as long as nobody has delivered it. */
function DeliveryActs({ delivery, opened }: { delivery: Delivery; opened: Opened }) {
  const { t } = useTranslation('hq');
  if (delivery.status !== 'PENDING' && delivery.status !== 'FAILED') return null;
  return (
    <Group gap="xs">
      <ActButton
        act="POST /deliveries/:id/move"
        icon={IconArrowsRightLeft}
        onClick={() => opened.show({ act: 'move' })}
      >
        {t('deliveries.move')}
      </ActButton>
      <ActButton act="POST /deliveries/:id/cancel" icon={IconBan} onClick={() => opened.show({ act: 'cancel' })}>
        {t('deliveries.cancel')}
      </ActButton>
    </Group>
  );
}

function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const users = useUsers();
  const depot = useDepots()?.get(delivery.depot_id)?.name ?? UNNAMED;
  const name = (id: number) => users?.get(id)?.name ?? UNNAMED;
  return (
    <Facts
      facts={[
        { name: t('deliveries.status'), value: <DeliveryStatus status={delivery.status} /> },
        { name: t('deliveries.client'), value: <bdi>{delivery.client_name}</bdi> },
        { name: t('deliveries.depot'), value: <bdi>{depot}</bdi> },
        { name: t('deliveries.plannedFor'), value: formatDay(delivery.planned_for, language) },
        { name: t('deliveries.driver'), value: <bdi>{name(delivery.driver_user_id)}</bdi> },
        {
          name: t('deliveries.validated'),
          value: delivery.validated_at && <Moment at={delivery.validated_at} />,
        },
        {
          name: t('deliveries.validatedBy'),
          value: delivery.validated_by !== null && <bdi>{name(delivery.validated_by)}</bdi>,
        },
      ]}
    />
  );
}

function Lines({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const columns: Column<DeliveryLine>[] = [
    { head: t('deliveries.product'), cell: (line) => <bdi>{products?.get(line.product_id)?.name ?? UNNAMED}</bdi> },
    { head: t('deliveries.ordered'), cell: ({ quantity }) => formatNumber(quantity), figures: true },
    {
      head: t('deliveries.delivered'),
      cell: ({ delivered }) => (delivered === undefined ? UNNAMED : formatNumber(delivered)),
      figures: true,
    },
    { head: t('deliveries.unitPrice'), cell: (line) => <Amount value={line.unit_price_ht} bare />, figures: true },
    {
      head: t('deliveries.vat'),
      cell: ({ tva_rate }) => <bdi className="ltr">{formatPercent(tva_rate)}</bdi>,
      figures: true,
    },
  ];
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('deliveries.lines')}
      </Title>
      <PlainTable
        columns={columns}
        rows={delivery.lines}
        label={t('deliveries.lines')}
        keyOf={(line) => `${line.product_id} ${line.unit_price_ht} ${line.tva_rate}`}
      />
      <Stack mt="sm">
        <Facts facts={totalFacts(t, delivery)} />
      </Stack>
    </section>
  );
}

/** What was handed over comes first, as it is what is owed; what was ordered stands beside it where the two differ. */
function totalFacts(t: TFunction<'hq'>, delivery: Delivery) {
  const delivered = deliveredTotals(delivery);
  const { total_ht, total_tva, total_ttc } = delivered ?? delivery;
  const ordered = { name: t('deliveries.orderedTtc'), value: <Amount value={delivery.total_ttc} /> };
  return [
    { name: t('deliveries.totalHt'), value: <Amount value={total_ht} /> },
    { name: t('deliveries.totalVat'), value: <Amount value={total_tva} /> },
    {
      name: t('deliveries.totalTtc'),
      value: (
        <strong>
          <Amount value={total_ttc} />
        </strong>
      ),
    },
    ...(total_ttc === delivery.total_ttc ? [] : [ordered]),
  ];
}
