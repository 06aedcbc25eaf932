import { Button, Group, Progress, SimpleGrid, Text, Title } from '@mantine/core';
import { IconClipboardList, IconPrinter, IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery } from '../api/queries.ts';
import { Card } from '../home/card.tsx';
import { type Tour, toursOf } from './tours-view.ts';

/** Today's tours, one a driver: how far it is, and what is printed for it. */
export function ToursScreen() {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(deliveriesQuery(''));
  usePageTitle(t('tours.title'));
  const tours = data ? toursOf(data.items, data.day) : [];
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
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing={20}>
        {tours.map((tour) => (
          <TourCard key={tour.driverId} tour={tour} />
        ))}
      </SimpleGrid>
    </>
  );
}

function TourCard({ tour }: { tour: Tour }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const { driverId, done, failed, late, goods, notes } = tour;
  const quantity = formatNumber(goods.reduce((sum, { quantity: some }) => sum + some, 0));
  const counts = [failed > 0 && t('tours.failed', { count: failed }), late > 0 && t('tours.late', { count: late })];
  const progress = t('tours.progress', { done, planned: notes.length });
  return (
    <Card title={tour.name ?? t('tours.unnamed')}>
      <Text fz={28} fw={600}>
        <bdi className="ltr" aria-hidden>
          {done} / {notes.length}
        </bdi>
      </Text>
      <Progress.Root size={12} my="xs">
        <Progress.Section value={(100 * done) / notes.length} color="var(--mantine-color-text)" aria-label={progress} />
      </Progress.Root>
      {counts.some(Boolean) && <Text fw={600}>{counts.filter(Boolean).join(' · ')}</Text>}
      <Text>{t('tours.goods', { quantity, products: goods.length })}</Text>
      <Group mt="md" gap="sm">
        <Button
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
      </Group>
    </Card>
  );
}
