import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeskClerk } from '#shared/contract/desktop/desk.ts';
import { forgetClerk } from '../api/desk.ts';
import { ActDialog } from './act-dialog.tsx';

/** A person who acts here no more is erased from this PC. */
export function ForgetDialog({ clerk: { user_id, name }, onClose }: { clerk: DeskClerk; onClose: () => void }) {
  const { t } = useTranslation('depot');
  return (
    <ActDialog
      title={t('desk.forgetOf', { name })}
      confirm={t('desk.forget')}
      act={(by) => forgetClerk(user_id, { by })}
      onDone={onClose}
      onClose={onClose}
    >
      <Text>{t('desk.forgetMore')}</Text>
    </ActDialog>
  );
}
