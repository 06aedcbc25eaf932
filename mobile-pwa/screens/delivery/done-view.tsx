import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { reasonWords } from '#shared/ui/error-words.ts';
import { dayOf, formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow, usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import type { EventState, Stop } from '../../store/views.ts';
import { shownStatus, splitTour } from '../stops.ts';
import { DeliveryHead } from './delivery-head.tsx';

/** What was recorded and where it is now: it moves on by itself while one looks. */
export function DoneView({ stop }: { stop: Stop | null }) {
  const { t } = useTranslation('phone');
  return (
    <Screen title={<bdi>{stop?.reference ?? t('delivery.savedTitle')}</bdi>} back="/" action={<WayOn />}>
      {stop && <DeliveryHead stop={stop} />}
      <Stack align="center" gap="xs" py="xl" ta="center" role="status">
        <IconCircleCheck size={56} stroke={1.5} aria-hidden />
        <Title order={2} size="h3">
          {t('delivery.savedTitle')}
        </Title>
        {stop ? <Facts stop={stop} /> : <Text c="dimmed">{t('delivery.savedDevice')}</Text>}
      </Stack>
    </Screen>
  );
}

const WHERE = {
  device: 'delivery.savedDevice',
  depot: 'delivery.savedDepot',
  hq: 'delivery.savedHq',
  person: 'delivery.savedPerson',
} as const satisfies Record<EventState, string>;

function Facts({ stop }: { stop: Stop }) {
  const { t } = useTranslation('phone');
  const { t: words } = useTranslation('ui');
  const language = useLanguage();
  const at = stop.own?.at ?? stop.validated_at;
  const state = stop.own?.state ?? 'hq';
  return (
    <>
      <Group gap="xs" justify="center">
        <DeliveryStatus status={shownStatus(stop)} />
        <StateBadge state={state} />
      </Group>
      <Text c="dimmed">{t(WHERE[state], { reason: words(`reason.${reasonWords('OTHER')}`) })}</Text>
      {at !== null && (
        <Text c="dimmed">
          {t('delivery.doneAt', { at: formatDateTime(at, language) })}
          {stop.own === null &&
            stop.validated_by_name !== null &&
            ` ${t('delivery.doneBy', { name: stop.validated_by_name })}`}
        </Text>
      )}
    </>
  );
}

/** The next stop is the next thing to do; after the last one it is the tour. */
function WayOn() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const today = dayOf(useNow(60_000));
  const { data: stops = [] } = usePhoneQuery(['tour', today], (phone) => phone.tour(today));
  const { next } = splitTour(stops);
  if (next === null) return <Button onClick={() => navigate('/')}>{t('delivery.toTour')}</Button>;
  return (
    <>
      <NextButton
        rightSection={<IconArrowRight className="mirrored" aria-hidden />}
        onClick={() => navigate(`/deliveries/${next.id}`)}
      >
        {t('delivery.nextStop')}
      </NextButton>
      <Button variant="subtle" onClick={() => navigate('/')}>
        {t('delivery.toTour')}
      </Button>
    </>
  );
}
