import { Alert } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LOW_BYTES } from '../sync/doctor/self-check.ts';
import { bytesLeft } from './bytes-left.ts';

const LOOK_AGAIN_MS = 60_000;

/** Said before anything is typed that there might be no room for. */
export function StorageNotice() {
  const { t } = useTranslation('phone');
  const { data: left } = useQuery({ queryKey: ['room'], queryFn: bytesLeft, refetchInterval: LOOK_AGAIN_MS });
  if (left === undefined || left === null || left >= LOW_BYTES) return null;
  return (
    <Alert role="status" variant="outline" mb="md" icon={<IconDeviceFloppy aria-hidden />} title={t('full.low')}>
      {t('full.lowMore')}
    </Alert>
  );
}
