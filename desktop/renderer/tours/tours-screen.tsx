import { Button, Group, Progress, SimpleGrid, Text, Title } from '@mantine/core';
import { IconClipboardList, IconPrinter, IconReceipt, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery, overviewQuery, toursQuery } from '../api/queries.ts';
import { useRowKeys } from '../frame/use-row-keys.ts';
import { Card } from '../home/card.tsx';
import { TourState } from './tour-state.tsx';
import { type Tour, type TourWithState, toursOf, withTours } from './tours-view.ts';

/** Today's tours, one a driver: how far it is, and what is printed for it. */
export function ToursScreen() {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(deliveriesQuery(''));
  const atHq = useQuery(toursQuery);
  const overview = useQuery(overviewQuery);
  usePageTitle(t('tours.title'));
  const onKeyDown = useRowKeys();
  const tours = data ? withTours(toursOf(data.items, data.day), atHq.data?.items ?? []) : [];
  return (
    <>
      <Title order={2} mb="md">
        {t('tours.title')}
      </Title>
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={3} height={180} />}
      {data && tours.length === 0 && (
        <EmptyState icon={IconRoute} title={t('tours.none')}>
          {t('tours.noneMore')}
        </EmptyState>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing={20} onKeyDown={onKeyDown}>
        {tours.map((tour) => (
          <TourCard key={tour.driverId} tour={tour} phones={overview.data?.phones ?? []} />
        ))}
      </SimpleGrid>
    </>
  );
}

function TourCard({ tour, phones }: { tour: TourWithState; phones: DesktopPhone[] }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const { driverId, notes, atHq } = tour;
  return (
    <Card title={tour.name ?? t('tours.unnamed')}>
      {notes.length > 0 && <Progressed tour={tour} />}
      {atHq && <TourState tour={atHq} phones={phones} />}
      <Group mt="md" gap="sm">
        {notes.length > 0 && <NoteButtons driverId={driverId} />}
        {atHq?.state === 'SETTLED' && (
          <Button
            leftSection={<IconReceipt size={20} aria-hidden />}
            onClick={() => navigate(`/tours/${driverId}/settlement`)}
          >
            {t('tours.settlement')}
          </Button>
        )}
      </Group>
    </Card>
  );
}

function Progressed({ tour: { done, failed, late, goods, notes } }: { tour: Tour }) {
  const { t } = useTranslation('depot');
  const quantity = formatNumber(goods.reduce((sum, { quantity: some }) => sum + some, 0));
  const counts = [failed > 0 && t('tours.failed', { count: failed }), late > 0 && t('tours.late', { count: late })];
  const progress = t('tours.progress', { done, planned: notes.length });
  return (
    <>
      <Text fz={28} fw={600}>
        <bdi className="ltr" aria-hidden>
          {done} / {notes.length}
        </bdi>
      </Text>
      <Progress.Root size={12} my="xs">
        <Progress.Section value={(100 * done) / notes.length} color="var(--mantine-color-text)" aria-label={progress} />
      </Progress.Root>
      {counts.some(Boolean) && <Text fw={600}>{counts.filter(Boolean).join(' · ')}</Text>}
      <Text>{t('tours.goods', { quantity, count: goods.length })}</Text>
    </>
  );
}

/** What is printed of a tour's notes, and where they are. */
function NoteButtons({ driverId }: { driverId: number }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  return (
    <>
      <Button
        data-row
        leftSection={<IconClipboardList size={20} aria-hidden />}
        onClick={() => navigate(`/tours/${driverId}/load`)}
      >
        {t('tours.load')}
      </Button>
      <Button
        leftSection={<IconPrinter size={20} aria-hidden />}
        onClick={() => navigate(`/deliveries/print?driver=${driverId}`)}
      >
        {t('tours.print')}
      </Button>
      <Button onClick={() => navigate(`/deliveries?driver=${driverId}`)}>{t('tours.notes')}</Button>
    </>
  );
}
