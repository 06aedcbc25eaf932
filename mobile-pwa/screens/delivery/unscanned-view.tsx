import { Alert, Text } from '@mantine/core';
import { IconRefresh, IconScan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { formatNumber } from '#shared/ui/format.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Screen } from '../../app/screen.tsx';
import { useToday } from '../../app/use-today.ts';
import type { DeliveryDraft, Stop } from '../../store/views.ts';
import { useProductNames } from '../product-names.ts';
import { SkipButton } from '../skip/skip-button.tsx';
import { SkippedNote } from '../skip/skipped-note.tsx';
import { isFailed } from '../stops.ts';
import { ClientFacts } from './client-facts.tsx';
import { DeliveryHead } from './delivery-head.tsx';
import { ImpossibleButton } from './impossible.tsx';
import { useDeliveryDraft } from './use-delivery-draft.ts';

interface UnscannedViewProps {
  stop: Stop;
  initial: DeliveryDraft;
  onSaved: (eventId: string) => void;
}

/** A stop before its note was scanned: what to unload, and the way to the camera. */
export function UnscannedView({ stop, initial, onSaved }: UnscannedViewProps) {
  const { value: draft, change, isUnkept, settle } = useDeliveryDraft(initial);
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const nameOf = useProductNames();
  const { today } = useToday();
  return (
    <Screen
      title={<bdi>{stop.reference}</bdi>}
      back="/"
      action={
        <>
          <NextButton leftSection={<IconScan aria-hidden />} onClick={() => navigate(`/deliveries/${stop.id}/scan`)}>
            {t('delivery.scanToConfirm')}
          </NextButton>
          <ImpossibleButton draft={draft} onChange={change} isUnkept={isUnkept} settle={settle} onSaved={onSaved} />
        </>
      }
    >
      <DeliveryHead stop={stop} />
      <ClientFacts stop={stop} />
      {isFailed(stop) && (
        <Alert variant="outline" icon={<IconRefresh aria-hidden />} title={t('delivery.failedBefore')} my="sm">
          {t('delivery.failedBeforeMore')}
        </Alert>
      )}
      {today !== undefined && <SkippedNote stop={stop} today={today} />}
      <ul className="rows delivery-lines">
        {stop.lines.map((line) => (
          <li className="row" key={`${line.product_id} ${line.unit_price_ht} ${line.tva_rate}`}>
            <span className="row-main">
              <bdi>{nameOf(line.product_id)}</bdi>
            </span>
            <Text component="span" fw={600}>
              {formatNumber(line.quantity)}
            </Text>
          </li>
        ))}
      </ul>
      {today !== undefined && <SkipButton stop={stop} today={today} onSkipped={() => navigate('/')} />}
    </Screen>
  );
}
