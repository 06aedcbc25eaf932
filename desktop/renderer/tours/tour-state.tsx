import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import type { Tour } from '#shared/contract/tour.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { phoneLetters } from '../phones/phone-list.ts';
import { countOf, differingProducts, numbersOf } from './settlement-view.ts';

const BADGE = {
  PLANNED: 'device',
  LOADED: 'device',
  COUNTED: 'depot',
  WAITING_FOR_EVENTS: 'person',
  SETTLED: 'hq',
} as const;

interface TourStateProps {
  tour: Tour;
  phones: DesktopPhone[];
}

/** How far HQ says that a tour has come; what exactly it waits for, and once it is settled what came of it. */
export function TourState({ tour, phones }: TourStateProps) {
  const { t } = useTranslation('depot');
  const { state, settled_at, unproved_devices } = tour;
  const letters = phoneLetters(phones);
  const nameOf = (deviceId: string) => {
    const letter = letters.get(deviceId);
    return letter === undefined ? t('tours.phone') : t('phoneList.several', { letter });
  };
  return (
    <Stack gap={4} mt="xs" align="start">
      <StateBadge state={BADGE[state]}>{t(`tours.state.${state}`)}</StateBadge>
      {state !== 'SETTLED' &&
        tour.missing.map((missing) => (
          <Text key={missing.device_id} fw={600}>
            {t('tours.waitsFor', { count: countOf(missing), phone: nameOf(missing.device_id) })}{' '}
            <bdi className="ltr">{numbersOf(missing)}</bdi>
          </Text>
        ))}
      {state === 'WAITING_FOR_EVENTS' && <Text>{t('tours.waitsTodo')}</Text>}
      {unproved_devices.length > 0 && <Text>{t('tours.unproved', { count: unproved_devices.length })}</Text>}
      {state === 'SETTLED' && settled_at !== null && (
        <>
          <Outcome tour={tour} />
          <Text size="sm" c="dimmed">
            {t('tours.settledAt')} <Moment at={settled_at} />
          </Text>
        </>
      )}
    </Stack>
  );
}

function Outcome({ tour }: { tour: Tour }) {
  const { t } = useTranslation('depot');
  const { differences } = tour;
  if (differences === null) return null;
  const products = differingProducts(tour);
  return (
    <>
      <Text fw={products > 0 ? 600 : 400}>
        {differences.goods === null ? t('tours.neverLoaded') : t('tours.goodsDiffer', { count: products })}
      </Text>
      {differences.cash === 0 ? (
        <Text>{t('tours.cashRight')}</Text>
      ) : (
        <Text fw={600}>
          {t(differences.cash < 0 ? 'tours.cashMissing' : 'tours.cashMore')}{' '}
          <Amount value={Math.abs(differences.cash)} />
        </Text>
      )}
    </>
  );
}
