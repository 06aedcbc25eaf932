import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isMoreThanDue } from '#shared/domain/due.ts';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import type { DeliveryDraft } from '../../store/views.ts';
import { ChequeFields } from '../payment/cheque-fields.tsx';
import { CASH_RANGE, cashOf, collectedOf, NO_CHEQUE } from './money.ts';

interface MoneyFieldsProps {
  draft: DeliveryDraft;
  /** What was handed over is worth, in centimes; null where it is not known. */
  total: number | null;
  /** What the client owed before; null where it is not known. */
  balance: number | null;
  /** A server of before does not know cheques. */
  hasCheque: boolean;
  onChange: (draft: DeliveryDraft) => void;
}

/** Cash, a cheque, or both. */
export function MoneyFields({ draft, total, balance, hasCheque, onChange }: MoneyFieldsProps) {
  const { t } = useTranslation('phone');
  const collected = collectedOf(draft, total);
  const isMore = collected !== null && total !== null && isMoreThanDue({ collected, total_ttc: total, balance });
  return (
    <div>
      <Group align="start" gap="xs" className="cash">
        <MoneyInput
          label={t('delivery.cash')}
          isOptional
          range={CASH_RANGE}
          value={cashOf(draft, total)}
          onChange={(cash) => onChange({ ...draft, cash, cash_is_total: false })}
        />
        {total !== null && (
          <Button onClick={() => onChange({ ...draft, cash: null, cash_is_total: true })}>
            {t('delivery.cashFull')}
          </Button>
        )}
        {hasCheque && draft.cheque === null && (
          <Button onClick={() => onChange({ ...draft, cheque: NO_CHEQUE })}>{t('delivery.cheque')}</Button>
        )}
      </Group>
      {draft.cheque !== null && (
        <fieldset className="cheque">
          <legend>{t('delivery.cheque')}</legend>
          <ChequeFields value={draft.cheque} onChange={(cheque) => onChange({ ...draft, cheque })} />
          <Button
            variant="subtle"
            leftSection={<IconX aria-hidden />}
            onClick={() => onChange({ ...draft, cheque: null })}
          >
            {t('delivery.noCheque')}
          </Button>
        </fieldset>
      )}
      {isMore && (
        <Text fw={600} className="code-note" role="status">
          <IconAlertTriangle size={20} aria-hidden />
          {t('delivery.cashAbove')}
        </Text>
      )}
    </div>
  );
}
