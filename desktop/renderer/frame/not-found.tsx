import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';

export function NotFound() {
  const { t } = useTranslation('depot');
  usePageTitle(t('notFound'));
  return (
    <EmptyState icon={IconMapQuestion} title={t('notFound')}>
      {t('notFoundMore')}
    </EmptyState>
  );
}
