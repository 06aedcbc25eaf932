import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import type { DraftedCheque } from '../../store/views.ts';
import { CHEQUE_RANGE } from '../delivery/money.ts';

interface ChequeFieldsProps {
  value: DraftedCheque;
  onChange: (cheque: DraftedCheque) => void;
}

/** A cheque is known by its bank and its number. */
export function ChequeFields({ value, onChange }: ChequeFieldsProps) {
  const { t } = useTranslation('phone');
  return (
    <>
      <MoneyInput
        label={t('collect.chequeAmount')}
        range={CHEQUE_RANGE}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount })}
      />
      <TextInput
        label={t('collect.bank')}
        value={value.bank}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => onChange({ ...value, bank: event.currentTarget.value })}
      />
      <DigitsInput
        label={t('collect.number')}
        value={value.number}
        maxLength={100}
        autoComplete="off"
        onChange={(number) => onChange({ ...value, number })}
      />
    </>
  );
}
