import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import type { Scanned } from '../scan/scan-screen.tsx';
import { isOpen } from '../stops.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { DoneView } from './done-view.tsx';
import { UnscannedView } from './unscanned-view.tsx';
import './delivery.css';

/** What came of a scan: once it has led to a deed, it is spent. */
interface Saved {
  savedAs: string;
}

/** One delivery: to be scanned, to be confirmed, or done. The scan and its deed lie in the history's state: a reload keeps them. */
export function DeliveryScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { data: stop } = usePhoneQuery(['delivery', id], (phone) => phone.delivery(id));
  const visit = useHistoryState<Scanned | Saved | null>() ?? null;
  const [, navigate] = useLocation();
  const saved = (savedAs: string) =>
    navigate(`/deliveries/${id}`, { state: { savedAs } satisfies Saved, replace: true });
  if (stop === undefined) {
    return (
      <Screen title="" back="/">
        <LoadingShape />
      </Screen>
    );
  }
  if (visit !== null && 'savedAs' in visit) return <DoneView id={id} stop={stop} savedAs={visit.savedAs} />;
  if (stop !== null && !isOpen(stop)) return <DoneView id={id} stop={stop} savedAs={null} />;
  if (visit !== null) return <ConfirmForm id={id} stop={stop} scanned={visit} onSaved={saved} />;
  if (stop !== null) return <UnscannedView stop={stop} onSaved={saved} />;
  return (
    <Screen title={t('nav.tour')} back="/">
      <EmptyState icon={IconMapQuestion} title={t('delivery.unknown')}>
        {t('delivery.unknownMore')}
      </EmptyState>
    </Screen>
  );
}
