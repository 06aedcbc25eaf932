import { IconMapQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import type { Scanned } from '../scan/scan-screen.tsx';
import { isDone } from '../stops.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { DoneView } from './done-view.tsx';
import { UnscannedView } from './unscanned-view.tsx';
import './delivery.css';

/** One delivery: to be scanned, to be confirmed, or done. A reload keeps the scan, which lies in the history's state. */
export function DeliveryScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { data: stop } = usePhoneQuery(['delivery', id], (phone) => phone.delivery(id));
  const scanned = useHistoryState<Scanned | null>();
  const [savedAs, setSavedAs] = useState<string | null>(null);
  if (stop === undefined) {
    return (
      <Screen title="" back="/">
        <LoadingShape />
      </Screen>
    );
  }
  if (savedAs !== null || (stop !== null && isDone(stop))) return <DoneView stop={stop} />;
  if (scanned !== null && scanned !== undefined) {
    return <ConfirmForm id={id} stop={stop} scanned={scanned} onSaved={setSavedAs} />;
  }
  if (stop !== null) return <UnscannedView stop={stop} onSaved={setSavedAs} />;
  return (
    <Screen title={t('nav.tour')} back="/">
      <EmptyState icon={IconMapQuestion} title={t('delivery.unknown')}>
        {t('delivery.unknownMore')}
      </EmptyState>
    </Screen>
  );
}
