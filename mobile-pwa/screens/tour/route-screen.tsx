import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { useToday } from '../../app/use-today.ts';
import type { Stop } from '../../store/views.ts';
import { splitTour } from '../stops.ts';
import { placeOf, RouteEditor } from './route-editor.tsx';

/** The order of what is still to be done. */
export function RouteScreen() {
  const { t } = useTranslation('phone');
  const { today } = useToday();
  const { data: stops } = usePhoneQuery(['tour', today], async (phone) => today && phone.tour(today));
  return (
    <Screen title={t('route.title')} back="/">
      {stops && today ? <Route stops={stops} today={today} /> : <LoadingShape rows={5} height={56} />}
    </Screen>
  );
}

function Route({ stops, today }: { stops: Stop[]; today: string }) {
  const { t } = useTranslation('phone');
  const { next, upcoming, finished } = splitTour(stops, today);
  if (next === null) return <Text c="dimmed">{t('route.none')}</Text>;
  const last = lastDone(finished);
  return (
    <>
      <RouteEditor open={[next, ...upcoming]} from={last ? placeOf(last) : null} />
      <Text c="dimmed" mt="xs">
        {t('route.kept')}
      </Text>
    </>
  );
}

const lastDone = (finished: Stop[]): Stop | undefined =>
  [...finished].sort((a, b) => doneAt(b).localeCompare(doneAt(a)))[0];
const doneAt = ({ own, validated_at }: Stop): string => own?.at ?? validated_at ?? '';
