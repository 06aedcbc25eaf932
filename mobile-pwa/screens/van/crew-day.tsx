import { Text, Title } from '@mantine/core';
import { IconTruckLoading } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { type CrewTour, crewTours } from './crew-tours.ts';

/** What a depot's crew does: each driver's van of the day, to be loaded and counted. */
export function CrewDay({ today }: { today: string }) {
  const { t } = useTranslation('phone');
  const { data: deliveries } = usePhoneQuery(['depotDeliveries', today], (phone) => phone.depotDeliveries(today));
  const { data: tours } = usePhoneQuery(['toursOf', today], (phone) => phone.toursOf(today));
  if (deliveries === undefined || tours === undefined) return <LoadingShape rows={4} height={72} />;
  const vans = crewTours(deliveries, tours);
  if (vans.length === 0) {
    return (
      <EmptyState icon={IconTruckLoading} title={t('van.none')}>
        {t('van.noneMore')}
      </EmptyState>
    );
  }
  return (
    <section>
      <Title order={2} size="h5" c="dimmed">
        {t('van.vans')}
      </Title>
      <ul className="rows">
        {vans.map((van) => (
          <li key={van.driver_user_id}>
            <VanRow van={van} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function VanRow({ van: { driver_user_id, driver_name, notes, state } }: { van: CrewTour }) {
  const { t } = useTranslation('phone');
  return (
    <Link to={`/van/${driver_user_id}`} className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <bdi>{driver_name ?? t('van.unnamed')}</bdi>
        </Text>
        <Text component="span" display="block" c="dimmed">
          {t('van.notes', { count: notes })} · {t(`van.state.${state}`)}
        </Text>
      </span>
    </Link>
  );
}
