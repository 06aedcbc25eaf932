import { Button, Text, Title } from '@mantine/core';
import { IconClipboardList, IconTruckLoading } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { tourId } from '#shared/domain/tour/tour-id.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { useToday } from '../../app/use-today.ts';
import { actionText } from '../outbox/action-text.ts';
import { useVan } from './use-van.ts';

import './van.css';

/** A driver's van today: to be loaded, to be counted, and what was recorded of it here. */
export function VanScreen({ driverId }: { driverId: number }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { today } = useToday();
  const van = useVan(driverId, today);
  const path = `/van/${driverId}`;
  return (
    <Screen
      title={<bdi>{van?.driver_name ?? t('van.unnamed')}</bdi>}
      back="/"
      action={
        <>
          <NextButton leftSection={<IconTruckLoading aria-hidden />} onClick={() => navigate(`${path}/load`)}>
            {t('van.load')}
          </NextButton>
          <Button
            variant="subtle"
            leftSection={<IconClipboardList aria-hidden />}
            onClick={() => navigate(`${path}/count`)}
          >
            {t('van.count')}
          </Button>
        </>
      }
    >
      {van !== null && (
        <Text c="dimmed">
          {t('van.notes', { count: van.notes })} · {t(`van.state.${van.state}`)}
        </Text>
      )}
      {today !== undefined && <Recorded tourId={tourId({ driver_user_id: driverId, day: today })} />}
    </Screen>
  );
}

/** What was recorded here of the tour, each with the code that the driver signs by. */
function Recorded({ tourId: id }: { tourId: string }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { data: records = [] } = usePhoneQuery(['recordsOfTour', id], (phone) => phone.recordsOfTour(id));
  if (records.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h5" mt="lg">
        {t('van.recorded')}
      </Title>
      <ul className="rows">
        {records.map(({ event_id, action, at, state }) => (
          <li key={event_id} className="row">
            <span className="row-main">
              <Text component="span" display="block" fw={600}>
                {t(`outbox.action.${actionText(action)}`)}
              </Text>
              <Text component="span" display="block" size="sm" c="dimmed">
                <Moment at={at} />
              </Text>
              <StateBadge state={state} />
            </span>
            <Button onClick={() => navigate(`/van/code/${event_id}`)}>{t('van.show')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
