import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { HqItem, HqList } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';
import { sendPage, wholeList } from './page.ts';

const FRESH_FOR_MS = 60_000;

type Named = 'depots' | 'users' | 'products' | 'clients' | 'devices' | 'hubs';

/** A small list, read whole and kept for a while. */
export function useWholeList<L extends HqList>(list: L, filters: Record<string, string> = {}, enabled = true) {
  const session = useSession();
  return useQuery({
    queryKey: [list, 'whole', filters],
    queryFn: async () => {
      const read = (cursor: string | null) => sendPage(session, list, filters, LIMITS.adminPage, cursor);
      return valueOrThrow(await wholeList<HqItem<L>>(read));
    },
    staleTime: FRESH_FOR_MS,
    enabled,
  });
}

/** The names behind the ids. */
function useWhole<L extends Named>(list: L, enabled = true): ReadonlyMap<HqItem<L>['id'], HqItem<L>> | undefined {
  const { data } = useWholeList(list, {}, enabled);
  return useMemo(() => data && new Map<HqItem<L>['id'], HqItem<L>>(data.map((item) => [item.id, item])), [data]);
}

/** `mayRead`: those whose work is on the phone may not, and are not told so. */
export const useDepots = (mayRead = true) => useWhole('depots', mayRead);
export const useUsers = () => useWhole('users');
export const useProducts = () => useWhole('products');
export const useClients = () => useWhole('clients');
export const useDevices = () => useWhole('devices');
export const useHubs = () => useWhole('hubs');

/** Shown while a name is on its way, and for what this user may not see. */
export const UNNAMED = '—';
