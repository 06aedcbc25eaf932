import { IconDeviceMobile, IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';

export function NotFound() {
  const { t } = useTranslation('hq');
  return (
    <EmptyState icon={IconMapQuestion} title={t('notFound')}>
      {t('notFoundMore')}
    </EmptyState>
  );
}

/** For those whose work is on the phone. */
export function NoAccess() {
  const { t } = useTranslation('hq');
  return (
    <EmptyState icon={IconDeviceMobile} title={t('noAccess')}>
      {t('noAccessMore')}
    </EmptyState>
  );
}
