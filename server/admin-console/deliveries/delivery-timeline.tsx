import { Stack, Text, Timeline, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '#shared/contract/entities.ts';
import type { EventRecord } from '#shared/contract/hq/records.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { UNNAMED, useDevices, useHubs } from '../api/directory.ts';
import { rowsOf, useList } from '../api/use-list.ts';
import { ListMore } from '../list/list-more.tsx';

/** What phones said of a delivery, in the order in which it happened, and by which way it reached HQ. */
export function DeliveryTimeline({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const list = useList('events', { entity_id: delivery.id });
  const events = [...rowsOf(list)].sort((a, b) => a.received_at.localeCompare(b.received_at));
  return (
    <section>
      <Title order={2} size="h5" mb="sm">
        {t('deliveries.timeline')}
      </Title>
      {list.isPending && <LoadingShape rows={2} height={48} />}
      {list.isSuccess && events.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('deliveries.timelineNone')}
        </Text>
      )}
      <Timeline active={events.length + 1} bulletSize={16} lineWidth={2}>
        <Timeline.Item
          title={
            <Text fw={600} size="sm">
              {t('deliveries.planned')}
            </Text>
          }
        >
          <Text size="sm">
            {t('deliveries.plannedFor')} <bdi>{formatDay(delivery.planned_for, language)}</bdi>
          </Text>
        </Timeline.Item>
        {events.map((event) => (
          <Timeline.Item key={event.id} title={<Said event={event} />}>
            <Way event={event} />
          </Timeline.Item>
        ))}
      </Timeline>
      <ListMore list={list} />
    </section>
  );
}

function Said({ event }: { event: EventRecord }) {
  const { t } = useTranslation('hq');
  const name = event.user_name ?? UNNAMED;
  return (
    <Text fw={600} size="sm">
      {event.action === 'DELIVERY_VALIDATED' ? t('deliveries.scanned', { name }) : t('deliveries.said', { name })}
    </Text>
  );
}

function Way({ event }: { event: EventRecord }) {
  const { t } = useTranslation(['hq', 'ui']);
  const device = useDevices()?.get(event.device_id)?.name;
  const hub = useHubs()?.get(event.received_via)?.name;
  const reason = event.error_code && t(`ui:reason.${reasonText(event.error_code)}`);
  return (
    <Stack gap={4} mt={4} fz="sm">
      <span>
        <Moment at={event.occurred_at} />
        {device && ' · '}
        <bdi>{device}</bdi>
      </span>
      {hub && (
        <span>
          <StateBadge state="depot">{hub}</StateBadge> <Moment at={event.received_at} />
        </span>
      )}
      <span>
        <StateBadge state="hq" /> <Moment at={event.stored_at} />
      </span>
      <span>
        {t(`deliveries.outcome.${event.status}`)}
        {reason && ` : ${reason}`}
      </span>
    </Stack>
  );
}
