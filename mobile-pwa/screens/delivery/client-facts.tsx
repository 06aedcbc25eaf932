import { useTranslation } from 'react-i18next';
import type { Stop } from '../../store/views.ts';
import { Fact } from '../fact.tsx';
import { useStopClient } from './use-stop-client.ts';

/** When the client is there, and what whoever delivers has to know, where it is written. */
export function ClientFacts({ stop }: { stop: Stop }) {
  const { t } = useTranslation('phone');
  const { opening_hours, note } = useStopClient(stop);
  if (opening_hours === null && note === null) return null;
  return (
    <dl className="facts">
      {opening_hours !== null && (
        <Fact name={t('delivery.openingHours')}>
          <bdi>{opening_hours}</bdi>
        </Fact>
      )}
      {note !== null && (
        <Fact name={t('delivery.clientNote')}>
          <bdi>{note}</bdi>
        </Fact>
      )}
    </dl>
  );
}
