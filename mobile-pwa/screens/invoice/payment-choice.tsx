import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Payment } from '#shared/contract/events.ts';

const PAYMENTS: Payment[] = ['CASH', 'CREDIT', 'CHEQUE', 'TRANSFER'];

export function PaymentChoice({ value, onChange }: { value: Payment; onChange: (payment: Payment) => void }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  return (
    <Radio.Group value={value} onChange={(next) => onChange(next as Payment)} aria-label={t('sell.payment')}>
      <div className="payments">
        {PAYMENTS.map((payment) => (
          <Radio.Card key={payment} value={payment} className="payment">
            <Radio.Indicator />
            {ui(`payment.${payment}`)}
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
