import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { Screen } from '../app/screen.tsx';

export function NotFoundScreen() {
  const { t } = useTranslation('phone');
  return (
    <Screen title={t('nav.tour')} back="/">
      <EmptyState icon={IconMapQuestion} title={t('notFound.title')}>
        {t('notFound.more')}
      </EmptyState>
    </Screen>
  );
}
