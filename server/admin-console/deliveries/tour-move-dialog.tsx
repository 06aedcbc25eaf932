import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useUsers } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { reasonOf } from './move-dialog.tsx';
import { useMoveFields } from './move-fields.ts';

interface TourMoveDialogProps {
  opened: boolean;
  driverId: number;
  day: string;
  onClose: () => void;
}

/** All that is still open of a driver's day goes to another driver or day, in one act. */
export function TourMoveDialog({ opened, driverId, day, onClose }: TourMoveDialogProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const driver = useUsers()?.get(driverId);
  return (
    <ActDialog
      opened={opened}
      title={t('deliveries.moveTour')}
      onClose={onClose}
      fields={useMoveFields(driver?.depot_id ?? 0)}
      initial={{ driver_user_id: String(driverId), planned_for: day, reason: '' }}
      toChange={(values) =>
        hqRequest('POST /tours/move', {
          body: {
            from: { driver_user_id: driverId, day },
            to: { driver_user_id: Number(values.driver_user_id), day: values.planned_for },
            ...reasonOf(values.reason),
          },
        })
      }
      submit={t('deliveries.moveTour')}
    >
      <Text size="sm">
        {t('deliveries.moveTourText', { driver: driver?.name ?? UNNAMED, day: day && formatDay(day, language) })}
      </Text>
    </ActDialog>
  );
}
