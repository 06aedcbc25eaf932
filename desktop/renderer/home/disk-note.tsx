import { Alert, Text } from '@mantine/core';
import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatNumber } from '#shared/ui/format.ts';

const MEGABYTE = 1_000_000;

/** A disk that is nearly full: what is refused meanwhile, what is safe, and what to do. */
export function DiskNote({ disk }: Pick<DesktopOverview, 'disk'>) {
  const { t } = useTranslation('depot');
  if (disk.level === 'GOOD') return null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconDatabaseExclamation aria-hidden />}
      title={
        <Text inherit fz="lg">
          {t('disk.title', { free: formatNumber(Math.floor(disk.free_bytes / MEGABYTE)) })}
        </Text>
      }
      bg="var(--surface)"
      mb="md"
    >
      <Text size="lg">{t(`disk.${disk.level}`)}</Text>
      <Text size="lg" fw={600}>
        {t('disk.todo', { floor: formatNumber(Math.ceil(disk.floor_bytes / MEGABYTE)) })}
      </Text>
    </Alert>
  );
}
