import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';

export function NotFound() {
  const { t } = useTranslation('depot');
  return (
    <EmptyState icon={IconMapQuestion} title={t('notFound')}>
      {t('notFoundMore')}
    </EmptyState>
  );
}
