import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PhoneFailure } from '../sync/phone-client.ts';
import { Alarm } from './alarm.tsx';

/** Nothing was stored: said before the person walks away, with what they typed still on screen. */
export function SaveFailure({ error }: { error: Error }) {
  const { t } = useTranslation('phone');
  const code = error instanceof PhoneFailure ? error.code : 'INTERNAL';
  return (
    <Alarm title={t('delivery.notSaved')}>
      {t(code === 'STORAGE_FULL' ? 'delivery.noRoom' : 'delivery.failedSave')}
      <Text size="xs" c="dimmed">
        <bdi>{code}</bdi>
      </Text>
    </Alarm>
  );
}
