import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import { askRevoke } from '../api/desk.ts';
import { ActDialog } from './act-dialog.tsx';

/** HQ is asked to withdraw a phone; HQ decides. */
export function RevokeDialog({ phone, onClose }: { phone: DesktopPhone; onClose: () => void }) {
  const { t } = useTranslation('depot');
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      title={t('phoneList.revokeOf', { name: phone.user_name })}
      confirm={t('phoneList.revokeConfirm')}
      isReady={reason.trim() !== ''}
      act={(by) => askRevoke(phone.device_id, { by, reason: reason.trim() })}
      onDone={onClose}
      onClose={onClose}
    >
      <Text>{t('phoneList.revokeMore')}</Text>
      <TextInput
        size="lg"
        data-autofocus
        label={t('phoneList.revokeReason')}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActDialog>
  );
}
