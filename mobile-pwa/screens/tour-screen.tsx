import { Button, Group, Text, Title } from '@mantine/core';
import { IconArrowsSort, IconCircleCheck, IconScan, IconTruckDelivery } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Role } from '#shared/contract/entities.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePhoneQuery, useSession } from '../app/phone-context.tsx';
import { may } from '../app/roles.ts';
import { Screen } from '../app/screen.tsx';
import { TourLanguageMenu } from '../app/tour-language-menu.tsx';
import { useToday } from '../app/use-today.ts';
import type { Stop } from '../store/views.ts';
import { NextStopCard, StopRow } from './stop-card.tsx';
import { isCancelled, isDone, splitTour } from './stops.ts';
import { ClockNotice } from './tour/clock-notice.tsx';
import { DayEnd } from './tour/day-facts.tsx';
import { FirstLoad } from './tour/first-load.tsx';
import { FoundStops, TourSearch } from './tour/tour-search.tsx';
import { CrewDay } from './van/crew-day.tsx';
import { DriverTour } from './van/driver-tour.tsx';
import './tour.css';

export function TourScreen() {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const [, navigate] = useLocation();
  const { today, aheadMs } = useToday();
  const { data: stops } = usePhoneQuery(['tour', today], async (phone) => today && phone.tour(today));
  const { data: lastPullAt } = usePhoneQuery(['lastPullAt'], (phone) => phone.lastPullAt());
  const { data: session } = useSession();
  const role = session?.user.role;
  useSellFirst(role, stops && lastPullAt !== null ? stops.length : null);
  // The depot's crew has no stop of its own that a code could open.
  const scansNotes = role !== undefined && may(role, 'validate') && !may(role, 'atDepot');
  return (
    <Screen
      title={
        <>
          {t('tour.title')} <span className="tour-day">{today && formatDay(today, language)}</span>
        </>
      }
      aside={<TourLanguageMenu />}
      action={
        scansNotes && (
          <NextButton leftSection={<IconScan aria-hidden />} onClick={() => navigate('/scan')}>
            {t('tour.scan')}
          </NextButton>
        )
      }
    >
      <ClockNotice aheadMs={aheadMs} />
      {!stops || !today || lastPullAt === undefined ? (
        <LoadingShape rows={5} height={72} />
      ) : stops.length === 0 && lastPullAt === null ? (
        <FirstLoad />
      ) : (
        <Tour stops={stops} today={today} />
      )}
    </Screen>
  );
}

let hasLanded = false;

/** A seller for whom nothing is to be delivered begins where there is something to do. Once: the tour can still be opened. */
function useSellFirst(role: Role | undefined, stops: number | null): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    if (role === undefined || stops === null || hasLanded) return;
    hasLanded = true;
    if (role === 'seller' && stops === 0) navigate('/sell', { replace: true });
  }, [role, stops, navigate]);
}

/** With more stops than one sees at a glance, one is looked for. */
const WORTH_SEARCHING = 5;

function Tour({ stops, today }: { stops: Stop[]; today: string }) {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const { data: session } = useSession();
  const role = session?.user.role;
  if (role !== undefined && may(role, 'atDepot')) return <CrewDay today={today} />;
  if (stops.length === 0) {
    const isOffice = role === 'admin';
    return (
      <>
        <EmptyState icon={IconTruckDelivery} title={t(isOffice ? 'tour.office' : 'tour.empty')}>
          {t(isOffice ? 'tour.officeMore' : 'tour.emptyMore')}
        </EmptyState>
        <DriverTour today={today} />
        <DayEnd today={today} />
      </>
    );
  }
  return (
    <>
      <Progress stops={stops} />
      {stops.length > WORTH_SEARCHING && <TourSearch wanted={wanted} onType={setWanted} />}
      {wanted.trim() === '' ? (
        <InOrder stops={stops} today={today} />
      ) : (
        <FoundStops wanted={wanted} stops={stops} today={today} />
      )}
    </>
  );
}

function InOrder({ stops, today }: { stops: Stop[]; today: string }) {
  const { t } = useTranslation('phone');
  const { next } = splitTour(stops, today);
  // The next stop is painted before the others are drawn, most of which lie below the fold.
  const areOthersDue = useDeferredValue(true, false);
  return (
    <>
      {next ? (
        <NextStopCard stop={next} rank={stops.indexOf(next) + 1} today={today} />
      ) : (
        <EmptyState icon={IconCircleCheck} title={t('tour.done')}>
          {t('tour.doneMore')}
        </EmptyState>
      )}
      {areOthersDue && <OtherStops stops={stops} today={today} />}
    </>
  );
}

function OtherStops({ stops, today }: { stops: Stop[]; today: string }) {
  const { t } = useTranslation('phone');
  const { upcoming, finished, cancelled } = splitTour(stops, today);
  return (
    <>
      <Section title={t('tour.cancelled')} stops={cancelled} all={stops} today={today} />
      <Section
        title={t('tour.upcoming')}
        stops={upcoming}
        all={stops}
        today={today}
        aside={
          <Button component={Link} to="/route" leftSection={<IconArrowsSort aria-hidden />}>
            {t('route.open')}
          </Button>
        }
      />
      <Section title={t('tour.finished')} stops={finished} all={stops} today={today} />
      <DriverTour today={today} />
      <DayEnd today={today} />
    </>
  );
}

/** A dot a stop, done ones filled; the same in figures. What HQ cancelled is no longer counted. */
function Progress({ stops }: { stops: Stop[] }) {
  const { t } = useTranslation('phone');
  const counted = stops.filter((stop) => !isCancelled(stop));
  const counts = { done: counted.filter(isDone).length, total: counted.length };
  return (
    <div className="tour-progress" role="img" aria-label={t('tour.progressLabel', counts)}>
      <span className="tour-dots">
        {counted.map((stop) => (
          <i key={stop.id} data-done={isDone(stop)} />
        ))}
      </span>
      <Text fw={600} className="ltr">
        {t('tour.progress', counts)}
      </Text>
    </div>
  );
}

interface SectionProps {
  title: string;
  stops: Stop[];
  all: Stop[];
  today: string;
  aside?: ReactNode;
}

function Section({ title, stops, all, today, aside }: SectionProps) {
  if (stops.length === 0) return null;
  return (
    <section>
      <Group justify="space-between" mt="lg">
        <Title order={2} size="h5" c="dimmed">
          {title}
        </Title>
        {aside}
      </Group>
      <ul className="rows">
        {stops.map((stop) => (
          <li key={stop.id}>
            <StopRow stop={stop} rank={all.indexOf(stop) + 1} today={today} />
          </li>
        ))}
      </ul>
    </section>
  );
}
