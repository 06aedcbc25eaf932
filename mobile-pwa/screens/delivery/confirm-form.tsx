import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMapPin } from '@tabler/icons-react';
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
import { useSaving } from '../../app/use-saving.ts';
import type { DeliveryDraft, Scanned, Stop } from '../../store/views.ts';
import { CodeNote, DeliveryHead, NotPlanned } from './delivery-head.tsx';
import { CASH_RANGE, cashOf, detailsOf, isReady, totalOf } from './draft.ts';
import { ImpossibleButton } from './impossible.tsx';
import { LineRows } from './line-rows.tsx';
import { useDeliveryDraft } from './use-delivery-draft.ts';
import { locationOf, type Place, usePlace } from './use-place.ts';

interface ConfirmFormProps {
  /** Null where the note is of another driver's tour. */
  stop: Stop | null;
  initial: DeliveryDraft;
  scanned: Scanned;
  onSaved: (eventId: string) => void;
}

export function ConfirmForm({ stop, initial, scanned, onSaved }: ConfirmFormProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { data: session } = useSession();
  const { value: draft, change, isKept, isUnkept, settle } = useDeliveryDraft(initial);
  const lines = stop?.lines ?? [];
  const total = totalOf(lines, draft);
  const place = usePlace();
  const confirm = useSaving({
    save: async () => {
      const details = detailsOf(lines, draft);
      if (details === null) return null;
      return settle(() =>
        phone.validateDelivery({
          event_id: draft.event_id,
          delivery_id: draft.delivery_id,
          details: { ...details, ...locationOf(place) },
          total_ttc: total,
        }),
      );
    },
    onSaved: (result) => {
      void askToBeCalled();
      onSaved(result.kind === 'already' ? result.event_id : draft.event_id);
    },
  });
  const isNothing = lines.length > 0 && draft.lines.every(({ delivered }) => delivered === 0);
  const mayConfirm = session != null && may(session.user.role, 'validate');
  return (
    <Screen
      title={<bdi>{stop?.reference ?? t('delivery.title')}</bdi>}
      back="/"
      action={
        <>
          <NextButton
            leftSection={<IconCheck aria-hidden />}
            disabled={isNothing || confirm.isOver || !isReady(lines, draft) || !mayConfirm}
            loading={confirm.isBusy}
            onClick={confirm.save}
          >
            {t('delivery.confirm')}
          </NextButton>
          <ImpossibleButton draft={draft} onChange={change} isUnkept={isUnkept} settle={settle} onSaved={onSaved} />
        </>
      }
    >
      {stop ? <DeliveryHead stop={stop} typed={total} /> : <NotPlanned scanned={scanned} />}
      <CodeNote scanned={scanned} />
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
      <SaveFailure failure={confirm.failure} isUnkept={isUnkept} />
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
