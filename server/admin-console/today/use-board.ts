import { useQuery } from '@tanstack/react-query';
import type { HqCall } from '#shared/contract/hq/call-answers.ts';
import { ask, type HqRequest, hqRequest } from '../api/client.ts';
import { useSession } from '../session/session-context.tsx';

const REFRESH_EVERY_MS = 60_000;

function useBoard<C extends HqCall>(name: 'overview' | 'arrivals', request: HqRequest<C>, enabled = true) {
  const session = useSession();
  return useQuery({
    queryKey: [name, request.address],
    queryFn: () => ask(session, request),
    refetchInterval: REFRESH_EVERY_MS,
    enabled,
  });
}

/** A day by depot; without one, today. */
export const useOverview = (day = '', enabled = true) =>
  useBoard('overview', hqRequest('GET /overview', { query: { day } }), enabled);
export const useArrivals = (day = '') => useBoard('arrivals', hqRequest('GET /arrivals', { query: { day } }));
