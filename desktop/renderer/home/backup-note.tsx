import { Alert, Text } from '@mantine/core';
import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';

/** Backups that are not made, or a drive that is not there. */
export function BackupNote({ backup }: Pick<DesktopOverview, 'backup'>) {
  const { t } = useTranslation('depot');
  const trouble = backup.failed ? 'failed' : backup.second === 'MISSING' ? 'missing' : null;
  if (trouble === null) return null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconDatabaseExclamation aria-hidden />}
      title={
        <Text inherit fz="lg">
          {t(`backup.${trouble}`)}
        </Text>
      }
      bg="var(--surface)"
      mb="md"
    >
      <Text size="lg" fw={600}>
        {t(`backup.${trouble}Todo`)}
      </Text>
    </Alert>
  );
}
