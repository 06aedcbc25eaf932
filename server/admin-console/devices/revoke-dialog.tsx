import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Device } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useUsers } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { Refused } from '../form/refused.tsx';

/** Withdrawing a device cannot be taken back, so it asks for a reason and says what will happen. */
export function RevokeDialog({ device, onClose }: { device: Device | null; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <Modal opened={device !== null} onClose={onClose} title={t('devices.revokeTitle')}>
      {device && <RevokeForm device={device} onClose={onClose} />}
    </Modal>
  );
}

function RevokeForm({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const user = useUsers()?.get(device.user_id)?.name ?? UNNAMED;
  const revoke = useChange<'POST /devices/:id/revoke'>();
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const reason = String(new FormData(submitted.currentTarget).get('reason'));
        revoke.mutate(hqRequest('POST /devices/:id/revoke', { params: { id: device.id }, body: { reason } }), {
          onSuccess: onClose,
        });
      }}
    >
      <Stack>
        <Text>{t('devices.revokeText', { device: device.name, user })}</Text>
        <TextInput
          name="reason"
          size="md"
          label={t('devices.revokeReason')}
          required
          withAsterisk={false}
          pattern=".*\S.*"
          data-autofocus
        />
        {revoke.error && <Refused error={revoke.error} />}
        <Group justify="end">
          <Button onClick={onClose}>{t('ui:action.cancel')}</Button>
          <Button type="submit" variant="filled" color="red" loading={revoke.isPending}>
            {t('devices.revokeConfirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
