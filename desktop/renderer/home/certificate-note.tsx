import { IconCertificateOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Note } from './note.tsx';

/** A certificate that was not renewed in time: without a good one no phone enters. */
export function CertificateNote({ certificate }: Pick<DesktopOverview, 'certificate'>) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  if (certificate === null || certificate.health === 'good') return null;
  const day = formatDay(certificate.expires_at, language);
  return (
    <Note
      tone="person"
      icon={IconCertificateOff}
      title={t(`certificate.${certificate.health}`, { day })}
      todo={t('certificate.todo')}
    >
      {t('certificate.safe')}
    </Note>
  );
}
