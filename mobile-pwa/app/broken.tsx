import { Button, Center } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import type { BrokenCode } from '../sync/protocol.ts';

const AGAIN_AFTER_MS = 5_000;
const reopen = (): void => window.location.reload();

/** The app cannot go on as it is: why, what is safe, and the way to open it again. */
export function Broken({ code }: { code: BrokenCode | 'CRASHED' }) {
  const { t } = useTranslation('phone');
  useEffect(() => {
    if (code !== 'STORAGE_FULL') return;
    // Once there is room it opens by itself.
    const timer = setTimeout(reopen, AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [code]);
  return (
    <Center h="100dvh" component="main" role="alert">
      <EmptyState
        icon={IconAlertTriangle}
        title={t(`boot.${code}`)}
        action={<Button onClick={reopen}>{t('boot.reload')}</Button>}
      >
        {t(`boot.${code}More`)}
      </EmptyState>
    </Center>
  );
}
