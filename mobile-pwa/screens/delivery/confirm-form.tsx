import { Button, Group, NumberInput, Text, TextInput } from '@mantine/core';
import { IconCheck, IconMapPin } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { newId } from '../../app/new-id.ts';
import { usePhone, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import type { Stop } from '../../store/views.ts';
import type { Scanned } from '../scan/scan-screen.tsx';
import { asOrdered, deliveredLines, worthOf } from './delivered.ts';
import { CodeNote, DeliveryHead, NotPlanned } from './delivery-head.tsx';
import { ImpossibleButton } from './impossible.tsx';
import { LineRows } from './line-rows.tsx';
import { locationOf, type Place, usePlace } from './use-place.ts';

interface ConfirmFormProps {
  id: string;
  /** Null where the note is of another driver's tour. */
  stop: Stop | null;
  scanned: Scanned;
  onSaved: (eventId: string) => void;
}

/** The scanned delivery, to be confirmed once: the deed has its id from the moment the form opens. */
export function ConfirmForm({ id, stop, scanned, onSaved }: ConfirmFormProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { data: session } = useSession();
  const lines = stop?.lines ?? [];
  const [eventId] = useState(newId);
  const [entries, setEntries] = useState(() => asOrdered(lines));
  const [receivedBy, setReceivedBy] = useState('');
  const [cash, setCash] = useState<number | ''>('');
  const place = usePlace();
  const confirm = useMutation({
    mutationFn: () => {
      const told = deliveredLines(lines, entries);
      return phone.validateDelivery({
        event_id: eventId,
        delivery_id: id,
        details: {
          qr_scanned: scanned.code,
          ...(told ? { lines: told } : {}),
          ...(receivedBy.trim() ? { received_by: receivedBy.trim() } : {}),
          ...(cash === '' ? {} : { cash_collected: Math.round(cash * 100) }),
          ...locationOf(place),
        },
      });
    },
    onSuccess: (result) => {
      void askToBeCalled();
      onSaved(result.kind === 'already' ? result.event_id : eventId);
    },
  });
  const isNothing = lines.length > 0 && entries.every(({ delivered }) => delivered === 0);
  const isOver = confirm.isPending || confirm.isSuccess;
  return (
    <Screen
      title={<bdi>{stop?.reference ?? t('delivery.title')}</bdi>}
      back="/"
      action={
        <>
          <NextButton
            leftSection={<IconCheck aria-hidden />}
            disabled={isNothing || isOver || !session || !may(session.user.role, 'validate')}
            loading={confirm.isPending}
            onClick={() => confirm.mutate()}
          >
            {t('delivery.confirm')}
          </NextButton>
          <ImpossibleButton deliveryId={id} onSaved={onSaved} />
        </>
      }
    >
      {stop ? <DeliveryHead stop={stop} /> : <NotPlanned />}
      <CodeNote scanned={scanned} />
      <LineRows lines={lines} entries={entries} onChange={setEntries} />
      {isNothing && <Text c="dimmed">{t('delivery.nothing')}</Text>}
      <div className="delivery-fields">
        <TextInput
          label={t('delivery.receivedBy')}
          placeholder={t('delivery.receivedByHint')}
          value={receivedBy}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setReceivedBy(event.currentTarget.value)}
        />
        <CashInput value={cash} total={stop && worthOf(lines, entries)} onChange={setCash} />
        <PlaceNote place={place} />
      </div>
      {confirm.error && <SaveFailure error={confirm.error} />}
    </Screen>
  );
}

interface CashInputProps {
  /** In dinars, as it is typed. */
  value: number | '';
  /** In centimes; null where it is not known. */
  total: number | null;
  onChange: (value: number | '') => void;
}

function CashInput({ value, total, onChange }: CashInputProps) {
  const { t } = useTranslation('phone');
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <NumberInput
        className="row-main"
        label={t('delivery.cash')}
        thousandSeparator={'\u202F'}
        dir="ltr"
        decimalSeparator=","
        decimalScale={2}
        fixedDecimalScale
        allowNegative={false}
        max={1_000_000_000}
        hideControls
        inputMode="decimal"
        value={value}
        onChange={(typed) => onChange(typeof typed === 'number' ? typed : '')}
      />
      {total !== null && <Button onClick={() => onChange(total / 100)}>{t('delivery.cashFull')}</Button>}
    </Group>
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
