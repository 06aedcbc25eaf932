import { Stack, Text, Textarea } from '@mantine/core';
import { IconMessageCircle, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import { correctionForm } from '../../store/corrections.ts';
import type { KeptForm } from '../../store/forms.ts';
import type { HistoryItem } from '../../store/views.ts';
import { CASH_RANGE } from '../delivery/money.ts';
import { useProductNames } from '../product-names.ts';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { asRecorded, type Correction, requestOf } from './correction.ts';

/** Asks HQ to put right what was recorded about a delivery here: what, why, and how it should be. */
export function CorrectionScreen({ deliveryId }: { deliveryId: string }) {
  const { t } = useTranslation('phone');
  const { data: recorded } = usePhoneQuery(['lastRecorded', deliveryId], (phone) => phone.lastRecorded(deliveryId));
  if (recorded?.record)
    return <Asked deliveryId={deliveryId} recorded={recorded} before={asRecorded(recorded.record)} />;
  return (
    <Screen title={t('correction.title')} back={`/deliveries/${deliveryId}`}>
      {recorded === undefined ? (
        <LoadingShape />
      ) : (
        <EmptyState icon={IconMessageCircle} title={t('correction.nothing')}>
          {t('correction.nothingMore')}
        </EmptyState>
      )}
    </Screen>
  );
}

interface AskedProps {
  deliveryId: string;
  recorded: HistoryItem;
  before: Correction;
}

function Asked({ deliveryId, recorded, before }: AskedProps) {
  const { t } = useTranslation('phone');
  const [isSent, setSent] = useState(false);
  const form = useFormAsLeft(correctionForm(recorded.event_id), before);
  const [, navigate] = useLocation();
  const back = `/deliveries/${deliveryId}`;
  if (isSent) {
    return (
      <Screen
        title={t('correction.title')}
        action={<NextButton onClick={() => navigate(back)}>{t('correction.back')}</NextButton>}
      >
        <Text role="status" fw={600} fz="lg">
          {t('correction.sent')}
        </Text>
        <Text c="dimmed">{t('correction.sentMore')}</Text>
      </Screen>
    );
  }
  if (form === undefined) {
    return (
      <Screen title={t('correction.title')} back={back}>
        <LoadingShape />
      </Screen>
    );
  }
  return (
    <CorrectionForm
      deliveryId={deliveryId}
      recorded={recorded}
      before={before}
      initial={form}
      onSent={() => setSent(true)}
    />
  );
}

function CorrectionForm({ deliveryId, recorded, before, initial, onSent }: FormProps) {
  const { t } = useTranslation('phone');
  const nameOf = useProductNames();
  const { content, event_id, type, isUnkept, settle } = useKeptForm(initial, isUntouched);
  const request = requestOf(content, before);
  const sending = useSending({ deliveryId, corrects: recorded.event_id, event_id, request, settle, onSent });
  return (
    <Screen
      title={t('correction.title')}
      back={`/deliveries/${deliveryId}`}
      action={
        <NextButton
          leftSection={<IconSend aria-hidden />}
          disabled={request === null || sending.isOver}
          loading={sending.isBusy}
          onClick={sending.save}
        >
          {t('correction.send')}
        </NextButton>
      }
    >
      <Stack>
        <Text c="dimmed">{t('correction.lead')}</Text>
        <Textarea
          label={t('correction.reason')}
          value={content.reason}
          maxLength={1_000}
          required
          autosize
          minRows={2}
          onChange={(event) => type({ reason: event.currentTarget.value })}
        />
        <ul className="rows">
          {content.lines.map((line) => {
            const name = nameOf(line.product_id);
            return (
              <li key={line.product_id} className="row">
                <bdi className="row-main">{name}</bdi>
                <QuantityInput
                  value={line.delivered}
                  range={{ min: 0, max: line.ordered }}
                  labels={{
                    less: t('delivery.less', { name }),
                    more: t('delivery.more', { name }),
                    value: t('delivery.quantity', { name }),
                  }}
                  onChange={(delivered) =>
                    type({ lines: content.lines.map((old) => (old === line ? { ...line, delivered } : old)) })
                  }
                />
              </li>
            );
          })}
        </ul>
        <MoneyInput
          label={t('delivery.cash')}
          isOptional
          range={CASH_RANGE}
          value={content.cash}
          onChange={(cash) => type({ cash })}
        />
        <SaveFailure failure={sending.failure} isUnkept={isUnkept} />
      </Stack>
    </Screen>
  );
}

const isUntouched = ({ reason }: Correction): boolean => reason === '';

interface FormProps extends AskedProps {
  initial: KeptForm<Correction>;
  onSent: () => void;
}

interface Sending extends Pick<ReturnType<typeof useKeptForm>, 'settle' | 'event_id'> {
  deliveryId: string;
  corrects: string;
  request: ReturnType<typeof requestOf>;
  onSent: () => void;
}

function useSending({ deliveryId, corrects, event_id, request, settle, onSent }: Sending) {
  const phone = usePhone();
  return useSaving({
    save: async () => {
      if (request === null) return null;
      const details = { corrects, ...request };
      return settle(() =>
        phone.requestCorrection({ event_id, entity_type: 'DELIVERY', entity_id: deliveryId, details }),
      );
    },
    onSaved: () => {
      void askToBeCalled();
      onSent();
    },
  });
}
