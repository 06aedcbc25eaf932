import { Alert, Text } from '@mantine/core';
import { IconRefresh, IconScan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { formatNumber } from '#shared/ui/format.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Screen } from '../../app/screen.tsx';
import type { DeliveryDraft, Stop } from '../../store/views.ts';
import { useProductNames } from '../product-names.ts';
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
      <ul className="rows delivery-lines">
        {stop.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a delivery's lines neither move nor change.
          <li className="row" key={index}>
            <span className="row-main">
              <bdi>{nameOf(line.product_id)}</bdi>
            </span>
            <Text component="span" fw={600}>
              {formatNumber(line.quantity)}
            </Text>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
