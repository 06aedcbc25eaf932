import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight, IconBan, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { newId } from '../../app/new-id.ts';
import { usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { Screen } from '../../app/screen.tsx';
import { useToday } from '../../app/use-today.ts';
import type { EventState, LocalAction, Stop } from '../../store/views.ts';
import type { NewInvoice } from '../invoice/invoice-screen.tsx';
import { useRefusal } from '../outbox/refusal.ts';
import { isCancelled, isDone, shownStatus, splitTour } from '../stops.ts';
import { DeliveryHead } from './delivery-head.tsx';
import { RecordFacts } from './record-facts.tsx';
import '../proof/proof.css';

interface DoneViewProps {
  id: string;
  /** Null where the note is of another driver's tour: this phone has no row of it. */
  stop: Stop | null;
  /** The event that was recorded just now, if it was. */
  savedAs: string | null;
}

/** What was recorded and where it is now: it moves on by itself while one looks. */
export function DoneView({ id, stop, savedAs }: DoneViewProps) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { data: saved } = usePhoneQuery(
    ['localAction', savedAs],
    async (phone) => savedAs && phone.localAction(savedAs),
  );
  const own = saved || (stop?.own ?? null);
  const record = own?.record ?? null;
  const reference = stop?.reference ?? record?.reference ?? t('delivery.title');
  return (
    <Screen title={<bdi>{reference}</bdi>} back="/" action={<WayOn from={id} />}>
      {stop && <DeliveryHead stop={{ ...stop, own }} />}
      {!stop && record !== null && record.client_name !== null && (
        <Text fw={600} size="lg">
          <bdi>{record.client_name}</bdi>
        </Text>
      )}
      <Stack align="center" gap="xs" py="md" ta="center" role="status">
        {saved !== undefined && <Ending stop={stop} own={own} />}
        {stop && <Outcome stop={{ ...stop, own }} />}
      </Stack>
      {record !== null && (
        <>
          <RecordFacts record={record} />
          {stop && <InvoiceButton stop={{ ...stop, own }} />}
          <Button fullWidth variant="subtle" onClick={() => navigate(`/deliveries/${id}/correction`)}>
            {t('correction.ask')}
          </Button>
        </>
      )}
    </Screen>
  );
}

function Ending({ stop, own }: { stop: Stop | null; own: LocalAction | null }) {
  if (own?.state === 'person') return <Refused own={own} />;
  if (stop !== null && isCancelled(stop)) return <Cancelled own={own} />;
  // What this phone no longer has, or never had, is at HQ.
  return <Saved state={own?.state ?? 'hq'} />;
}

const WHERE = {
  device: 'delivery.savedDevice',
  depot: 'delivery.savedDepot',
  hq: 'delivery.savedHq',
} as const satisfies Record<Exclude<EventState, 'person'>, string>;

function Saved({ state }: { state: Exclude<EventState, 'person'> }) {
  const { t } = useTranslation('phone');
  return (
    <>
      <IconCircleCheck size={40} stroke={1.5} aria-hidden />
      <Title order={2} size="h3">
        {t('delivery.savedTitle')}
      </Title>
      <StateBadge state={state} />
      <Text c="dimmed">{t(WHERE[state])}</Text>
    </>
  );
}

function Cancelled({ own }: { own: LocalAction | null }) {
  const { t } = useTranslation('phone');
  return (
    <>
      <IconBan size={40} stroke={1.5} aria-hidden />
      <Title order={2} size="h3">
        {t('delivery.cancelled')}
      </Title>
      {own && <StateBadge state={own.state} />}
      <Text c="dimmed">{t('delivery.cancelledMore')}</Text>
    </>
  );
}

/** What HQ did not take: who was first and what to do stay here after it was put away. */
function Refused({ own }: { own: LocalAction }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const { data: item = null } = usePhoneQuery(['inboxItem', own.event_id], (phone) => phone.inboxItem(own.event_id));
  const sentenceOf = useRefusal();
  const told = item && sentenceOf(item);
  return (
    <>
      <IconHandStop size={40} stroke={1.5} color="var(--state-person)" aria-hidden />
      <Title order={2} size="h3">
        {ui(`reason.${reasonText(own.error_code ?? '')}`)}
      </Title>
      <StateBadge state="person" />
      {told === null ? (
        <Text c="dimmed">{t('delivery.savedPerson')}</Text>
      ) : (
        <>
          <Text>{told.what}</Text>
          <Text fw={600}>{told.todo}</Text>
        </>
      )}
    </>
  );
}

/** What was delivered can be invoiced at once, by whoever may; HQ takes one invoice a delivery. */
function InvoiceButton({ stop }: { stop: Stop }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { data: session } = useSession();
  if (!session || !may(session.user.role, 'invoice') || !isDone(stop) || stop.own?.record?.lines == null) return null;
  const state: NewInvoice = { isNew: true, ofDelivery: stop.id };
  return (
    <Button fullWidth onClick={() => navigate(`/sell/${newId()}`, { state })}>
      {t('sell.invoiceNote')}
    </Button>
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

/** The next stop is the next thing to do, never the one just left; after the last one it is the tour. */
function WayOn({ from }: { from: string }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { today } = useToday();
  const { data } = usePhoneQuery(['tour', today], async (phone) => today && phone.tour(today));
  const stops = data || [];
  const { next } = splitTour(
    stops.filter(({ id }) => id !== from),
    today ?? '',
  );
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
