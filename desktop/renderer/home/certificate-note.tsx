import { Alert, Text } from '@mantine/core';
import { IconCertificateOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';

/** A certificate that was not renewed in time: without a good one no phone enters. */
export function CertificateNote({ certificate }: Pick<DesktopOverview, 'certificate'>) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  if (certificate === null || certificate.health === 'good') return null;
  const day = formatDay(certificate.expires_at, language);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconCertificateOff aria-hidden />}
      title={
        <Text inherit fz="lg">
          {t(`certificate.${certificate.health}`, { day })}
        </Text>
      }
      bg="var(--surface)"
      mb="md"
    >
      <Text size="lg">{t('certificate.safe')}</Text>
      <Text size="lg" fw={600}>
        {t('certificate.todo')}
      </Text>
    </Alert>
  );
}
