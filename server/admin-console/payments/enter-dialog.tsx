import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { type Field, textOrNull, type Values } from '../form/fields.ts';

const METHODS = ['TRANSFER', 'CHEQUE', 'CASH'] as const;

/** Money that came in at HQ: by transfer, in the post, or at the door. */
export function EnterDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const fields = usePaymentFields();
  return (
    <ActDialog
      opened={opened}
      title={t('payments.enter')}
      onClose={onClose}
      fields={fields}
      initial={{ client_id: '', amount: null, method: 'TRANSFER' }}
      toChange={(values) => hqRequest('POST /payments', { body: paymentBody(values) })}
      submit={t('payments.enter')}
    />
  );
}

function usePaymentFields(): (values: Values) => Field[] {
  const { t } = useTranslation(['hq', 'ui']);
  return ({ method }) => [
    { name: 'client_id', label: t('payments.client'), kind: 'client' },
    { name: 'amount', label: t('payments.amountDa'), kind: 'money', range: { min: 1, max: LIMITS.cashCollected } },
    {
      name: 'method',
      label: t('payments.method'),
      kind: 'choice',
      options: METHODS.map((value) => ({ value, label: t(`ui:payment.${value}`) })),
    },
    ...(method === 'CHEQUE'
      ? ([
          { name: 'bank', label: t('payments.bank'), kind: 'text' },
          { name: 'number', label: t('payments.chequeNumber'), kind: 'digits' },
        ] as const)
      : []),
    { name: 'received_from', label: t('payments.from'), kind: 'text', optional: true },
  ];
}

function paymentBody({ client_id, amount, method, bank, number, received_from }: Values) {
  const from = textOrNull(received_from);
  return {
    ...{ client_id, amount, method },
    ...(method === 'CHEQUE' && { cheque: { bank: textOrNull(bank), number: textOrNull(number) } }),
    ...(from !== null && { received_from: from }),
  };
}
