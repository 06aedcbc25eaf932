import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useUsers } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { reasonOf } from './move-dialog.tsx';

interface CancelDialogProps {
  opened: boolean;
  delivery: Delivery;
  onClose: () => void;
}

/** A delivery is taken back: what follows from it is said first. */
export function CancelDialog({ opened, delivery, onClose }: CancelDialogProps) {
  const { t } = useTranslation('hq');
  const driver = useUsers()?.get(delivery.driver_user_id)?.name ?? UNNAMED;
  return (
    <ActDialog
      opened={opened}
      title={t('deliveries.cancelTitle', { reference: delivery.reference })}
      onClose={onClose}
      fields={[{ name: 'reason', label: t('form.reason'), kind: 'text', optional: true }]}
      initial={{ reason: '' }}
      toChange={({ reason }) =>
        hqRequest('POST /deliveries/:id/cancel', { params: { id: delivery.id }, body: reasonOf(reason) })
      }
      submit={t('deliveries.cancel')}
      danger
    >
      <Text>
        <bdi>{delivery.client_name}</bdi> · <Amount value={delivery.total_ttc} />
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>{t('deliveries.cancelPhone', { driver })}</List.Item>
        <List.Item>{t('deliveries.cancelDone')}</List.Item>
        <List.Item>{t('deliveries.cancelStock')}</List.Item>
        <List.Item>{t('deliveries.cancelFinal')}</List.Item>
      </List>
    </ActDialog>
  );
}
