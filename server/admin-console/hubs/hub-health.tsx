import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hub } from '#shared/contract/entities.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { troublesOf } from './hub-troubles.ts';

const MEGABYTE = 1_000_000;

/** How a depot's computer is, as it said last: what a person must see to, or when its last backup was. */
export function HubHealth({ hub, now }: { hub: Hub; now: number }) {
  const { t } = useTranslation('hq');
  const { health } = hub;
  if (!health) return t('hubs.notSaid');
  const troubles = troublesOf(health, now);
  if (troubles.length === 0) {
    return (
      <>
        {t('hubs.backedUp')} {health.backup.last_at && <Moment at={health.backup.last_at} now={now} />}
      </>
    );
  }
  const free = formatNumber(Math.floor(health.disk.free_bytes / MEGABYTE));
  return (
    <Stack gap={4} align="flex-start">
      {troubles.map((trouble) => (
        <StateBadge key={trouble} state="person">
          {t(`hubs.trouble.${trouble}`, { free })}
        </StateBadge>
      ))}
    </Stack>
  );
}
