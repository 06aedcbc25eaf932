import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PaymentRecord } from '#shared/contract/entities.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useClients } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { Refused } from '../form/refused.tsx';

/** A cancelled payment cannot be brought back, so it asks for a reason and says what will happen. */
export function CancelDialog({ payment, onClose }: { payment: PaymentRecord | null; onClose: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <Modal opened={payment !== null} onClose={onClose} title={t('payments.cancelTitle')}>
      {payment && <CancelForm payment={payment} onClose={onClose} />}
    </Modal>
  );
}

function CancelForm({ payment, onClose }: { payment: PaymentRecord; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const client = useClients()?.get(payment.client_id)?.name ?? UNNAMED;
  const cancel = useChange<'POST /payments/:id/cancel'>();
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const reason = String(new FormData(submitted.currentTarget).get('reason'));
        cancel.mutate(hqRequest('POST /payments/:id/cancel', { params: { id: payment.id }, body: { reason } }), {
          onSuccess: onClose,
        });
      }}
    >
      <Stack>
        <Text>
          <Amount value={payment.amount} /> · <bdi>{client}</bdi>
        </Text>
        <Text>{t('payments.cancelText')}</Text>
        <TextInput
          name="reason"
          size="md"
          label={t('payments.reason')}
          required
          withAsterisk={false}
          pattern=".*\S.*"
          data-autofocus
        />
        {cancel.error && <Refused error={cancel.error} />}
        <Group justify="end">
          <Button onClick={onClose}>{t('payments.keep')}</Button>
          <Button type="submit" variant="filled" color="red" loading={cancel.isPending}>
            {t('payments.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
