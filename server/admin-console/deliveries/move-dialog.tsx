import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useUsers } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { textOrNull } from '../form/fields.ts';
import { useMoveFields } from './move-fields.ts';

interface MoveDialogProps {
  opened: boolean;
  delivery: Delivery;
  onClose: () => void;
}

/** A delivery goes to another driver of its depot, or to another day. */
export function MoveDialog({ opened, delivery, onClose }: MoveDialogProps) {
  const { t } = useTranslation('hq');
  const { id, reference, depot_id, driver_user_id, planned_for } = delivery;
  const driver = useUsers()?.get(driver_user_id)?.name ?? UNNAMED;
  return (
    <ActDialog
      opened={opened}
      title={t('deliveries.moveTitle', { reference })}
      onClose={onClose}
      fields={useMoveFields(depot_id)}
      initial={{ driver_user_id: String(driver_user_id), planned_for, reason: '' }}
      toChange={(values) =>
        hqRequest('POST /deliveries/:id/move', {
          params: { id },
          body: {
            driver_user_id: Number(values.driver_user_id),
            planned_for: values.planned_for,
            ...reasonOf(values.reason),
          },
        })
      }
      submit={t('deliveries.move')}
    >
      <Text size="sm">{t('deliveries.moveText', { driver })}</Text>
    </ActDialog>
  );
}

/** A reason that may be left out. */
export const reasonOf = (value: Parameters<typeof textOrNull>[0]) => {
  const reason = textOrNull(value);
  return reason === null ? {} : { reason };
};
