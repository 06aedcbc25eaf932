import { usePhoneQuery } from '../../app/phone-context.tsx';
import { type CrewTour, crewTours } from './crew-tours.ts';

/** One driver's van of a day; null where this phone knows of none, or does not know the day yet. */
export function useVan(driverId: number, today: string | undefined): CrewTour | null {
  const { data } = usePhoneQuery(['van', driverId, today], async (phone) => {
    if (today === undefined) return null;
    const [deliveries, tours] = await Promise.all([phone.depotDeliveries(today), phone.toursOf(today)]);
    return crewTours(deliveries, tours).find(({ driver_user_id }) => driver_user_id === driverId) ?? null;
  });
  return data ?? null;
}
