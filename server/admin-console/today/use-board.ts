import { useQuery } from '@tanstack/react-query';
import { ArrivalBoard, Overview } from '#shared/contract/hq/board.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';

const REFRESH_EVERY_MS = 60_000;

const readOverview = reader(Overview);
const readArrivals = reader(ArrivalBoard);

function useBoard<T>(name: 'overview' | 'arrivals', day: string, read: Reader<T>, enabled = true) {
  const session = useSession();
  const path = `/api/admin/${name}${day ? `?day=${day}` : ''}`;
  return useQuery({
    queryKey: [name, day],
    queryFn: async () => valueOrThrow(await session.call(read, 'GET', path)),
    refetchInterval: REFRESH_EVERY_MS,
    enabled,
  });
}

/** A day by depot; without one, today. */
export const useOverview = (day = '', enabled = true) => useBoard('overview', day, readOverview, enabled);
export const useArrivals = (day = '') => useBoard('arrivals', day, readArrivals);
