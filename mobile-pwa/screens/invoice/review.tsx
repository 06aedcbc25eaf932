import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import type { DraftInvoice } from '../../store/views.ts';
import { draftTotals, isOwnSale, pricedLines } from './draft.ts';
import { TotalsBlock } from './totals-block.tsx';
import { useStampRule } from './use-stamp-rule.ts';

interface ReviewProps {
  draft: DraftInvoice;
  opened: boolean;
  onClose: () => void;
  onSave: () => void;
}

/** What is about to be recorded, once more: it cannot be changed afterwards. */
export function Review({ draft, opened, onClose, onSave }: ReviewProps) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const rule = useStampRule();
  return (
    <Asking opened={opened} onClose={onClose} title={t('sell.reviewTitle')}>
      <Stack gap="xs">
        <Text fw={600} size="lg">
          <bdi>{draft.client_name}</bdi>
        </Text>
        <Text>
          {t('tour.products', { count: draft.lines.length })} · {ui(`payment.${draft.payment}`)}
        </Text>
        {isOwnSale(draft) && <Text>{draft.handed_over ? t('sell.handedOverYes') : t('sell.handedOverNo')}</Text>}
        <TotalsBlock totals={draftTotals(draft, rule)} lines={pricedLines(draft)} />
        <Text c="dimmed">{t('sell.reviewMore')}</Text>
        <NextButton onClick={onSave}>{t('sell.save')}</NextButton>
        <Button onClick={onClose}>{t('sell.reviewBack')}</Button>
      </Stack>
    </Asking>
  );
}
