import { IconMapQuestion } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { newId } from '../../app/new-id.ts';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { unkept } from '../../app/unkept.ts';
import type { DeliveryDraft, Scanned, Stop } from '../../store/views.ts';
import { isOpen } from '../stops.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { DoneView } from './done-view.tsx';
import { asOrdered, draftName, resumed } from './draft.ts';
import { UnscannedView } from './unscanned-view.tsx';
import './delivery.css';

/** What came of a scan: once something was recorded with it, it is spent. */
interface Saved {
  savedAs: string;
}

/**
 * One delivery: to be scanned, to be confirmed, or done. A scan lies in the history's state until the form has kept it;
 * whoever comes back by another way finds the form as it was left.
 */
export function DeliveryScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { data: stop } = usePhoneQuery(['delivery', id], (phone) => phone.delivery(id));
  const { data: recorded } = usePhoneQuery(['lastRecorded', id], (phone) => phone.lastRecorded(id));
  const draft = useKeptDraft(id);
  const visit = useHistoryState<Scanned | Saved | null>() ?? null;
  const [, navigate] = useLocation();
  const phone = usePhone();
  const queries = useQueryClient();
  // What was recorded is read first, so that its page is drawn once.
  const saved = async (savedAs: string) => {
    await queries.prefetchQuery({ queryKey: ['localAction', savedAs], queryFn: () => phone.localAction(savedAs) });
    navigate(`/deliveries/${id}`, { state: { savedAs } satisfies Saved, replace: true });
  };
  if (stop === undefined || recorded === undefined || draft === undefined) {
    return (
      <Screen title="" back="/">
        <LoadingShape />
      </Screen>
    );
  }
  if (visit !== null && 'savedAs' in visit) return <DoneView id={id} stop={stop} savedAs={visit.savedAs} />;
  if (stop !== null && !isOpen(stop)) return <DoneView id={id} stop={stop} savedAs={null} />;
  const scanned = visit ?? draft?.scanned ?? null;
  if (scanned !== null) {
    return <ConfirmForm stop={stop} initial={formOf(id, stop, scanned, draft)} scanned={scanned} onSaved={saved} />;
  }
  if (stop !== null) return <UnscannedView stop={stop} initial={formOf(id, stop, null, draft)} onSaved={saved} />;
  // A note of another driver's tour: this phone has nothing of it but what was recorded here.
  if (recorded !== null) return <DoneView id={id} stop={null} savedAs={recorded.event_id} />;
  return (
    <Screen title={t('nav.tour')} back="/">
      <EmptyState icon={IconMapQuestion} title={t('delivery.unknown')}>
        {t('delivery.unknownMore')}
      </EmptyState>
    </Screen>
  );
}

/** Read anew each time the screen is opened, and never from what an earlier visit has left in memory. */
function useKeptDraft(id: string): DeliveryDraft | null | undefined {
  const phone = usePhone();
  return useQuery({
    queryKey: ['deliveryDraft', id],
    queryFn: async () => unkept.get<DeliveryDraft>(draftName(id)) ?? phone.deliveryDraft(id),
    staleTime: 0,
    gcTime: 0,
  }).data;
}

function formOf(id: string, stop: Stop | null, scanned: Scanned | null, draft: DeliveryDraft | null): DeliveryDraft {
  const visit = { delivery_id: id, lines: stop?.lines ?? [], scanned };
  return draft === null ? asOrdered(visit, newId()) : resumed(draft, visit);
}
