import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
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
import type { EventState, OwnDeed, Stop } from '../../store/views.ts';
import { shownStatus, splitTour } from '../stops.ts';
import { DeliveryHead } from './delivery-head.tsx';

/** What was recorded and where it is now: it moves on by itself while one looks. */
export function DoneView({ stop }: { stop: Stop | null }) {
  const { t } = useTranslation('phone');
  return (
    <Screen title={<bdi>{stop?.reference ?? t('delivery.savedTitle')}</bdi>} back="/" action={<WayOn />}>
      {stop && <DeliveryHead stop={stop} />}
      <Stack align="center" gap="xs" py="xl" ta="center" role="status">
        {stop?.own?.state === 'person' ? <Refused own={stop.own} /> : <Saved own={stop?.own ?? null} isOwn={!stop} />}
        {stop && <Outcome stop={stop} />}
      </Stack>
    </Screen>
  );
}

const WHERE = {
  device: 'delivery.savedDevice',
  depot: 'delivery.savedDepot',
  hq: 'delivery.savedHq',
} as const satisfies Record<Exclude<EventState, 'person'>, string>;

/** `isOwn` without a deed: it was done here about a delivery that this phone has no row of. */
function Saved({ own, isOwn }: { own: OwnDeed | null; isOwn: boolean }) {
  const { t } = useTranslation('phone');
  const state = own?.state ?? (isOwn ? 'device' : 'hq');
  if (state === 'person') return null;
  return (
    <>
      <IconCircleCheck size={56} stroke={1.5} aria-hidden />
      <Title order={2} size="h3">
        {t('delivery.savedTitle')}
      </Title>
      <StateBadge state={state} />
      <Text c="dimmed">{t(WHERE[state])}</Text>
    </>
  );
}

function Refused({ own }: { own: OwnDeed }) {
  const { t } = useTranslation('phone');
  const { t: words } = useTranslation('ui');
  return (
    <>
      <IconHandStop size={56} stroke={1.5} color="var(--state-person)" aria-hidden />
      <Title order={2} size="h3">
        {words(`reason.${reasonWords(own.error_code ?? '')}`)}
      </Title>
      <StateBadge state="person" />
      <Text c="dimmed">{t('delivery.savedPerson')}</Text>
    </>
  );
}

/** How the delivery ended, when, and by whom where it was somebody else. */
function Outcome({ stop }: { stop: Stop }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const isOwn = stop.own !== null && stop.own.state !== 'person';
  const at = isOwn ? stop.own?.at : stop.validated_at;
  return (
    <Group gap="xs" justify="center" mt="sm">
      <DeliveryStatus status={shownStatus(stop)} />
      <Text c="dimmed">
        {!isOwn && stop.validated_by_name !== null && `${t('delivery.doneBy', { name: stop.validated_by_name })} `}
        {at && t('delivery.doneAt', { at: formatDateTime(at, language) })}
      </Text>
    </Group>
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
