import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChequeLine } from '#shared/contract/hq/reports.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';

interface DepositProps {
  opened: boolean;
  /** Those that are still here. */
  cheques: ChequeLine[];
  onClose: () => void;
}

/** The cheques of the slip go to the bank, all of them at once. */
export function DepositDialog({ opened, cheques, onClose }: DepositProps) {
  const { t } = useTranslation('hq');
  const taken = cheques.slice(0, LIMITS.chequesDeposited);
  const total = taken.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <ActDialog
      opened={opened && taken.length > 0}
      title={t('cheques.depositTitle')}
      onClose={onClose}
      fields={[]}
      toChange={() => hqRequest('POST /cheques/deposit', { body: { cheque_ids: taken.map(({ id }) => id) } })}
      submit={t('cheques.deposit')}
    >
      <Text>
        {t('cheques.count', { count: taken.length })} · <Amount value={total} />
      </Text>
      <Text size="sm">{t('cheques.depositMore')}</Text>
    </ActDialog>
  );
}

/** The bank did not pay a cheque: what follows of that cannot be taken back. */
export function BounceDialog({ cheque, onClose }: { cheque: ChequeLine | null; onClose: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={cheque !== null}
      title={t('cheques.bounceTitle')}
      onClose={onClose}
      fields={[{ name: 'reason', label: t('form.reason'), kind: 'text' }]}
      initial={{ reason: '' }}
      toChange={({ reason }) =>
        hqRequest('POST /cheques/:id/bounce', {
          params: { id: cheque?.id ?? '' },
          body: { reason: String(reason).trim() },
        })
      }
      submit={t('cheques.bounce')}
      danger
    >
      {cheque && (
        <Text>
          <Amount value={cheque.amount} /> · <bdi>{cheque.client_name}</bdi> · <bdi>{cheque.bank}</bdi>{' '}
          <bdi className="ltr">{cheque.number}</bdi>
        </Text>
      )}
      <List size="sm" spacing={4}>
        <List.Item>{t('cheques.bounceDebt')}</List.Item>
        <List.Item>{t('cheques.bounceTold')}</List.Item>
        <List.Item>{t('cheques.bounceSlip')}</List.Item>
      </List>
    </ActDialog>
  );
}
