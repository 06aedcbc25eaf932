import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeskAnswer } from '#shared/contract/desktop/desk.ts';
import { formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';

/** Why an act did not come about, and what to do. Nothing has changed by it. */
export function DeskTroubleNote({ answer }: { answer: DeskAnswer | undefined }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  if (!answer?.trouble) return null;
  const duration = formatDuration(answer.wait_seconds * 1_000, language);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      bg="var(--surface)"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(`desk.trouble.${answer.trouble}.what`)}
    >
      <Text>{t('desk.nothingChanged')}</Text>
      <Text fw={600}>{t(`desk.trouble.${answer.trouble}.todo`, { duration })}</Text>
    </Alert>
  );
}
