import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatAmount } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Asking } from '../../app/asking.tsx';
import type { Doubt } from './doubts.ts';

interface BeforeConfirmProps {
  /** Empty: nothing is asked. */
  doubts: Doubt[];
  onClose: () => void;
  onConfirm: () => void;
}

export function BeforeConfirm({ doubts, onClose, onConfirm }: BeforeConfirmProps) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const textsOf = (doubt: Doubt): string => {
    const money = (amount: number) => formatAmount(amount, language);
    if (doubt.kind === 'more')
      return t('delivery.doubt.more', { collected: money(doubt.collected), due: money(doubt.due) });
    if (doubt.kind === 'limit')
      return t('delivery.doubt.limit', { owed: money(doubt.owed), limit: money(doubt.credit_limit) });
    return t(`delivery.doubt.${doubt.kind}`);
  };
  return (
    <Asking opened={doubts.length > 0} onClose={onClose} title={t('delivery.doubtTitle')}>
      <Stack>
        {doubts.map((doubt) => (
          <Text key={doubt.kind}>{textsOf(doubt)}</Text>
        ))}
        <Button onClick={onClose} data-autofocus>
          {t('delivery.doubtBack')}
        </Button>
        <Button variant="outline" onClick={onConfirm}>
          {t('delivery.doubtConfirm')}
        </Button>
      </Stack>
    </Asking>
  );
}
