import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { beyondLimit } from '#shared/domain/credit-limit.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import type { DraftInvoice } from '../../store/views.ts';
import { LimitNote } from '../limit-note.tsx';
import { draftTotals, isOwnSale, owedMore, pricedLines } from './draft.ts';
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
        {draft.client_id !== null && draft.new_client === null && (
          <OverLimit clientId={draft.client_id} more={owedMore(draft)} />
        )}
        <Text c="dimmed">{t('sell.reviewMore')}</Text>
        <NextButton onClick={onSave}>{t('sell.save')}</NextButton>
        <Button onClick={onClose}>{t('sell.reviewBack')}</Button>
      </Stack>
    </Asking>
  );
}

/** That this sale takes its client over the limit, once more before it is saved. */
function OverLimit({ clientId, more }: { clientId: string; more: number }) {
  const { data: client } = usePhoneQuery(['client', clientId], (phone) => phone.client(clientId));
  if (!client || client.balance === null) return null;
  const over = beyondLimit({ balance: client.balance + client.unsent_money, credit_limit: client.credit_limit }, more);
  return over && <LimitNote over={over} />;
}
