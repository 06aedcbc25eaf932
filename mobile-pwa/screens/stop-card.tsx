import { ActionIcon, Group, Text } from '@mantine/core';
import { IconClockExclamation, IconMapPin, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Amount } from '#shared/ui/amount.tsx';
import { HandedOverAmount } from '#shared/ui/delivery-amount.tsx';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import type { Stop } from '../store/views.ts';
import { SkipButton } from './skip/skip-button.tsx';
import { SkippedNote } from './skip/skipped-note.tsx';
import { handedOver, isDone, isFailed, isLate, isOpen, isSkipped, shownStatus } from './stops.ts';

interface StopProps {
  stop: Stop;
  /** Its place in the tour, from 1. */
  rank: number;
  today: string;
}

/** Where to go now: the whole card opens the delivery, the two round buttons ring and lead there. */
export function NextStopCard({ stop, rank, today }: StopProps) {
  const { t } = useTranslation('phone');
  return (
    <section className="card next-stop" aria-label={t('tour.next')}>
      <Link to={`/deliveries/${stop.id}`}>
        <span className="rank">{rank}</span>
        <span className="row-main">
          <Text fw={600} size="lg" component="span" display="block">
            <bdi>{stop.client_name}</bdi>
          </Text>
          {stop.address !== null && (
            <Text c="dimmed" component="span" display="block">
              <bdi>{stop.address}</bdi>
            </Text>
          )}
          <StopFacts stop={stop} />
          {isFailed(stop) && <TryAgain />}
          <LateNote stop={stop} today={today} />
          <SkippedNote stop={stop} today={today} />
        </span>
      </Link>
      <div className="next-stop-ways">
        {stop.own?.state === 'person' && <StateBadge state="person" />}
        {!isSkipped(stop, today) && <SkipButton stop={stop} today={today} />}
        <WaysToClient stop={stop} />
      </div>
    </section>
  );
}

/** Rings the client, and leads there. */
function WaysToClient({ stop }: { stop: Stop }) {
  const { t } = useTranslation('phone');
  return (
    <>
      {stop.phone !== null && (
        <ActionIcon
          component="a"
          href={`tel:${stop.phone.replaceAll(' ', '')}`}
          aria-label={t('tour.call', { name: stop.client_name })}
        >
          <IconPhone aria-hidden />
        </ActionIcon>
      )}
      {stop.lat !== null && stop.lng !== null && (
        <ActionIcon
          component="a"
          href={`geo:${stop.lat},${stop.lng}?q=${stop.lat},${stop.lng}`}
          aria-label={t('tour.map', { name: stop.client_name })}
        >
          <IconMapPin aria-hidden />
        </ActionIcon>
      )}
    </>
  );
}

export function StopRow({ stop, rank, today }: StopProps) {
  return (
    <div className="stop-row">
      <StopLink stop={stop} rank={rank} today={today} />
      {isOpen(stop) && <WaysToClient stop={stop} />}
    </div>
  );
}

function StopLink({ stop, rank, today }: StopProps) {
  return (
    <Link to={`/deliveries/${stop.id}`} className="row">
      <span className="rank">{rank}</span>
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <bdi>{stop.client_name}</bdi>
        </Text>
        {isDone(stop) && (
          <Text component="span" display="block" c="dimmed">
            <HandedOverAmount delivered={handedOver(stop)} ordered={stop.total_ttc} />
          </Text>
        )}
        {!isOpen(stop) || isFailed(stop) ? (
          <Group gap="xs" component="span">
            <EndOf stop={stop} />
            {stop.own !== null && <StateBadge state={stop.own.state} />}
          </Group>
        ) : (
          <Group gap="xs" component="span">
            <StopFacts stop={stop} />
            {stop.own?.state === 'person' && <StateBadge state="person" />}
          </Group>
        )}
        <LateNote stop={stop} today={today} />
        <SkippedNote stop={stop} today={today} />
      </span>
    </Link>
  );
}

/** How it ended so far; a failed delivery is not over. */
function EndOf({ stop }: { stop: Stop }) {
  return isFailed(stop) ? <TryAgain /> : <DeliveryStatus status={shownStatus(stop)} />;
}

function TryAgain() {
  const { t } = useTranslation('phone');
  return (
    <Group gap={4} component="span">
      <DeliveryStatus status="FAILED" />
      <Text component="span">· {t('tour.retry')}</Text>
    </Group>
  );
}

/** `4 produits · 12 450,00 DA`, and whether something was typed for it already. */
function StopFacts({ stop }: { stop: Stop }) {
  const { t } = useTranslation('phone');
  return (
    <Text component="span" display="block" c="dimmed">
      {t('tour.products', { count: stop.lines.length })} · <Amount value={stop.total_ttc} />
      {stop.is_begun && ` · ${t('tour.begun')}`}
    </Text>
  );
}

/** Of an earlier day and still to be delivered: said wherever the stop is, tried in vain or not. */
export function LateNote({ stop, today }: { stop: Stop; today: string }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  if (!isLate(stop, today)) return null;
  return (
    <Text component="span" fw={600} className="late-note">
      <IconClockExclamation size={20} aria-hidden /> {t('tour.late', { day: formatDay(stop.planned_for, language) })}
    </Text>
  );
}
