import { Alert } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

const LOOK_AGAIN_MS = 60_000;
/** Some days of work without photos. */
const LOW_BYTES = 50 * 1024 * 1024;

/** Said before anything is typed that there might be no room for. */
export function StorageNotice() {
  const { t } = useTranslation('phone');
  const { data: left } = useQuery({ queryKey: ['room'], queryFn: roomLeft, refetchInterval: LOOK_AGAIN_MS });
  if (left === undefined || left === null || left >= LOW_BYTES) return null;
  return (
    <Alert role="status" variant="outline" mb="md" icon={<IconDeviceFloppy aria-hidden />} title={t('full.low')}>
      {t('full.lowMore')}
    </Alert>
  );
}

async function roomLeft(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : quota - usage;
}
