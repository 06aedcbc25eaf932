import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** All that a locked phone tells of its contents: whether something waits, and that it is safe. */
export function UnsentText({ count }: { count: number }) {
  const { t } = useTranslation('phone');
  return (
    <Text c="dimmed" maw="36ch">
      {count === 0 ? t('lock.allAtHq') : t('lock.unsent', { count })}
    </Text>
  );
}
