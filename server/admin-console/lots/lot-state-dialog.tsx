import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Lot } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';

const STATES = ['OK', 'BLOCKED', 'RECALLED'] as const;

/** A lot is held back, recalled from clients, or let go. */
export function LotStateDialog({ lot, opened, onClose }: { lot: Lot; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const others = STATES.filter((state) => state !== (lot.state ?? 'OK'));
  return (
    <ActDialog
      opened={opened}
      title={t('lots.stateTitle', { lot: lot.lot_number })}
      onClose={onClose}
      fields={[
        {
          name: 'state',
          label: t('lots.newState'),
          kind: 'choice',
          options: others.map((value) => ({ value, label: t(`lots.state.${value}`) })),
        },
        { name: 'reason', label: t('form.reason'), kind: 'text' },
      ]}
      initial={{ state: null, reason: '' }}
      toChange={({ state, reason }) =>
        hqRequest('POST /lots/:id/state', { params: { id: lot.id }, body: { state, reason: String(reason).trim() } })
      }
      submit={t('lots.changeState')}
    >
      <Text size="sm">{t('lots.stateText')}</Text>
    </ActDialog>
  );
}
