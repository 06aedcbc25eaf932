import { Group, Text } from '@mantine/core';
import { IconBattery1, IconBattery3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#shared/ui/format.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';

/** Below this a phone does not last the afternoon. */
const LOW_PERCENT = 20;

/** An app of before does not say it, nor one that has not been here since the hub began. */
export function Unsaid() {
  const { t } = useTranslation('depot');
  return (
    <Text c="dimmed" span>
      {t('phoneList.unsaid')}
    </Text>
  );
}

/** What is on the phone alone: it would be lost with it. */
export function OnPhone({ unsent }: { unsent: number | null }) {
  const { t } = useTranslation('depot');
  if (unsent === null) return <Unsaid />;
  if (unsent === 0) return <Text c="dimmed">{t('phoneList.nothingOnPhone')}</Text>;
  return <StateBadge state="device" count={unsent} />;
}

export function BatteryLevel({ percent }: { percent: number | null }) {
  const { t } = useTranslation('depot');
  if (percent === null) return <Unsaid />;
  const isLow = percent < LOW_PERCENT;
  const Icon = isLow ? IconBattery1 : IconBattery3;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={20} aria-hidden />
      <Text fw={isLow ? 600 : 400}>
        {t(isLow ? 'phoneList.batteryLow' : 'phoneList.batteryAt', { percent: formatNumber(percent) })}
      </Text>
    </Group>
  );
}
