import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMapPin } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cashAboveNote } from '#shared/domain/signals/cash-above-note.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useKept } from '../../app/use-kept.ts';
import type { DeliveryDraft, Stop } from '../../store/views.ts';
import { CodeNote, DeliveryHead, NotPlanned } from './delivery-head.tsx';
import { CASH_RANGE, cashOf, detailsOf, isReady, totalOf } from './draft.ts';
import { ImpossibleButton } from './impossible.tsx';
import { LineRows } from './line-rows.tsx';
import { locationOf, type Place, usePlace } from './use-place.ts';

interface ConfirmFormProps {
  /** Null where the note is of another driver's tour. */
  stop: Stop | null;
  initial: DeliveryDraft;
  onSaved: (eventId: string) => void;
}

const isNeverBlank = () => false;

/** The scanned delivery, to be confirmed once. It keeps itself with every key, the scan included. */
function useDeliveryDraft(initial: DeliveryDraft) {
  const phone = usePhone();
  const save = useCallback((draft: DeliveryDraft) => phone.saveDeliveryDraft(draft), [phone]);
  const kept = useKept(initial, { save, isBlank: isNeverBlank, afterMs: 0 });
  const { change } = kept;
  // As it opens: a scan alone is worth keeping, and what the store says of it later is older than what is typed.
  const [opened] = useState(initial);
  useEffect(() => change(opened), [change, opened]);
  return kept;
}

export function ConfirmForm({ stop, initial, onSaved }: ConfirmFormProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { data: session } = useSession();
  const { value: draft, change, isKept, settle } = useDeliveryDraft(initial);
  const lines = stop?.lines ?? [];
  const total = totalOf(lines, draft);
  const place = usePlace();
  const confirm = useMutation({
    mutationFn: async () => {
      const details = detailsOf(lines, draft);
      if (details === null) return null;
      settle();
      return phone.validateDelivery({
        event_id: draft.event_id,
        delivery_id: draft.delivery_id,
        details: { ...details, ...locationOf(place) },
        total_ttc: total,
      });
    },
    onSuccess: (result) => {
      if (result === null) return;
      void askToBeCalled();
      onSaved(result.kind === 'already' ? result.event_id : draft.event_id);
    },
  });
  const isNothing = lines.length > 0 && draft.lines.every(({ delivered }) => delivered === 0);
  const isOver = confirm.isPending || confirm.isSuccess;
  const mayConfirm = session != null && may(session.user.role, 'validate');
  return (
    <Screen
      title={<bdi>{stop?.reference ?? t('delivery.title')}</bdi>}
      back="/"
      action={
        <>
          <NextButton
            leftSection={<IconCheck aria-hidden />}
            disabled={isNothing || isOver || !isReady(lines, draft) || !mayConfirm}
            loading={confirm.isPending}
            onClick={() => confirm.mutate()}
          >
            {t('delivery.confirm')}
          </NextButton>
          <ImpossibleButton deliveryId={draft.delivery_id} onSaved={onSaved} onSaving={settle} />
        </>
      }
    >
      {stop ? <DeliveryHead stop={stop} total={total} /> : <NotPlanned scanned={draft.scanned} />}
      <CodeNote scanned={draft.scanned} />
      <LineRows lines={lines} drafted={draft.lines} onChange={(next) => change({ ...draft, lines: next })} />
      {isNothing && <Text c="dimmed">{t('delivery.nothing')}</Text>}
      <div className="delivery-fields" data-unkept={isKept ? undefined : true}>
        <TextInput
          label={t('delivery.receivedBy')}
          placeholder={t('delivery.receivedByHint')}
          value={draft.received_by}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => change({ ...draft, received_by: event.currentTarget.value })}
        />
        <CashField
          value={cashOf(draft, total)}
          total={total}
          onChange={(cash) => change({ ...draft, cash, cash_is_total: false })}
          onTotal={() => change({ ...draft, cash: null, cash_is_total: true })}
        />
        <PlaceNote place={place} />
      </div>
      {confirm.error && <SaveFailure error={confirm.error} />}
    </Screen>
  );
}

interface CashFieldProps {
  value: Entered;
  /** In centimes; null where it is not known. */
  total: number | null;
  onChange: (value: Entered) => void;
  /** The cash is the total, and stays it. */
  onTotal: () => void;
}

function CashField({ value, total, onChange, onTotal }: CashFieldProps) {
  const { t } = useTranslation('phone');
  const isMuch = typeof value === 'number' && total !== null && cashAboveNote(value, total) !== null;
  return (
    <div>
      <Group align="start" gap="xs" wrap="nowrap" className="cash">
        <MoneyInput
          className="row-main"
          label={t('delivery.cash')}
          isOptional
          range={CASH_RANGE}
          value={value}
          onChange={onChange}
        />
        {total !== null && <Button onClick={onTotal}>{t('delivery.cashFull')}</Button>}
      </Group>
      {isMuch && (
        <Text fw={600} className="code-note" role="status">
          <IconAlertTriangle size={20} aria-hidden />
          {t('delivery.cashAbove')}
        </Text>
      )}
    </div>
  );
}

function PlaceNote({ place }: { place: Place }) {
  const { t } = useTranslation('phone');
  const words = { on: 'delivery.placeOn', searching: 'delivery.placeSearching', off: 'delivery.placeOff' } as const;
  return (
    <Text c="dimmed" className="code-note" role="status">
      <IconMapPin size={20} aria-hidden />
      {t(words[place.state])}
    </Text>
  );
}
