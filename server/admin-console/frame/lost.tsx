import { Button } from '@mantine/core';
import { IconDeviceMobile, IconLogout, IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useSession } from '../session/session-context.tsx';

export function NotFound() {
  const { t } = useTranslation('hq');
  usePageTitle(t('notFound'));
  return (
    <EmptyState icon={IconMapQuestion} title={t('notFound')} isPage>
      {t('notFoundMore')}
    </EmptyState>
  );
}

/** For those whose work is on the phone: where their app is, and the way out. */
export function NoAccess() {
  const { t } = useTranslation('hq');
  const session = useSession();
  usePageTitle(t('noAccess'));
  return (
    <EmptyState
      icon={IconDeviceMobile}
      title={t('noAccess')}
      isPage
      action={
        <Button leftSection={<IconLogout size={20} aria-hidden />} onClick={() => void session.signOut()}>
          {t('nav.signOut')}
        </Button>
      }
    >
      {t('noAccessMore')}
    </EmptyState>
  );
}
