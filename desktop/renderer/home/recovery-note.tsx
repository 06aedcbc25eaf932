import { Alert, Text } from '@mantine/core';
import { IconDatabaseHeart } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';

/** What was mended at a start of the last days: what it was, what is safe, and what to do. */
export function RecoveryNote({ recoveries }: Pick<DesktopOverview, 'recoveries'>) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const [newest] = recoveries;
  if (newest === undefined) return null;
  const { at, what, outcome, restored_to } = newest;
  const to = restored_to === null ? '' : formatDateTime(restored_to, language);
  return (
    <Alert
      role="status"
      color={outcome === 'BEGUN_ANEW' ? 'red' : 'blue'}
      variant="outline"
      icon={<IconDatabaseHeart aria-hidden />}
      title={
        <Text inherit fz="lg">
          {t(`recovery.${what}`, { at: formatDateTime(at, language) })}
        </Text>
      }
      bg="var(--surface)"
      mb="md"
    >
      <Text size="lg">{t(`recovery.${outcome}`, { to })}</Text>
      <Text size="lg" fw={600}>
        {t(what === 'DATABASE' ? 'recovery.phones' : 'recovery.watch')}
      </Text>
    </Alert>
  );
}
