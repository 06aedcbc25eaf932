import { Group, Stack, Text, Title } from '@mantine/core';
import { IconLockCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Tour } from '#shared/contract/tour.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatDay, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDevices, useProducts, useUsers } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import type { Opened } from '../list/use-params.ts';
import { goodsRows } from './goods-rows.ts';

/** One driver's day: goods and money, loaded, expected, counted, and what differs. */
export function TourDrawer({ opened }: { opened: Opened }) {
  const { t } = useTranslation('hq');
  const reading = useOne('tours', opened.open);
  const tour = reading.data;
  const driver = useUsers()?.get(tour?.driver_user_id ?? 0)?.name ?? UNNAMED;
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={<bdi>{driver}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {tour && <Details tour={tour} opened={opened} />}
      </DetailDrawer>
      <ActDialog
        opened={tour !== undefined && opened.act === 'settle'}
        title={t('tours.settle')}
        onClose={opened.close}
        fields={[{ name: 'reason', label: t('form.reason'), kind: 'text' }]}
        initial={{ reason: '' }}
        toChange={({ reason }) =>
          hqRequest('POST /tours/:id/settle', { params: { id: opened.open }, body: { reason: String(reason).trim() } })
        }
        submit={t('tours.settle')}
        danger
      >
        <Text size="sm">{t('tours.settleText', { driver })}</Text>
      </ActDialog>
    </>
  );
}

function Details({ tour, opened }: { tour: Tour; opened: Opened }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const users = useUsers();
  const devices = useDevices();
  const unproved = tour.unproved_devices.map((id) => devices?.get(id)?.name ?? UNNAMED).join(', ');
  return (
    <Stack>
      {tour.state !== 'SETTLED' && (
        <Group>
          <ActButton act="POST /tours/:id/settle" icon={IconLockCheck} onClick={() => opened.show({ act: 'settle' })}>
            {t('tours.settle')}
          </ActButton>
        </Group>
      )}
      <Facts
        facts={[
          { name: t('today.day'), value: <bdi>{formatDay(tour.day, language)}</bdi> },
          { name: t('deliveries.status'), value: t(`tours.state.${tour.state}`) },
          { name: t('tours.settledAt'), value: tour.settled_at && <Moment at={tour.settled_at} /> },
          { name: t('tours.settledBy'), value: tour.settled_by && <bdi>{users?.get(tour.settled_by)?.name}</bdi> },
          { name: t('form.reason'), value: tour.settle_reason && <bdi>{tour.settle_reason}</bdi> },
          { name: t('tours.missing'), value: tour.missing.length > 0 && t('tours.missingMore') },
          { name: t('tours.unproved'), value: unproved && <bdi>{unproved}</bdi> },
          { name: t('tours.cashExpected'), value: tour.expected && <Amount value={tour.expected.cash} /> },
          { name: t('tours.cashCounted'), value: tour.counted && <Amount value={tour.counted.cash} /> },
          { name: t('tours.cashDiffers'), value: tour.differences && <Amount value={tour.differences.cash} /> },
        ]}
      />
      <Goods tour={tour} />
    </Stack>
  );
}

function Goods({ tour }: { tour: Tour }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const rows = goodsRows(tour);
  if (rows.length === 0) return null;
  const figure = (value: number | null) => (value === null ? UNNAMED : formatNumber(value));
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('tours.goods')}
      </Title>
      <PlainTable
        label={t('tours.goods')}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            head: t('deliveries.product'),
            cell: ({ productId, lot }) => (
              <bdi>{[products?.get(productId)?.name ?? UNNAMED, lot].filter(Boolean).join(' · ')}</bdi>
            ),
          },
          { head: t('tours.loaded'), cell: ({ loaded }) => figure(loaded), figures: true },
          { head: t('tours.expected'), cell: ({ expected }) => figure(expected), figures: true },
          { head: t('tours.counted'), cell: ({ counted }) => figure(counted), figures: true },
          { head: t('tours.differs'), cell: ({ differs }) => figure(differs), figures: true },
        ]}
      />
    </section>
  );
}
