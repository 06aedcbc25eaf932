import { useQuery } from '@tanstack/react-query';
import type { HqItem } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';
import { listPath, wholeList } from './page.ts';
import { pageReader } from './readers.ts';

const FRESH_FOR_MS = 60_000;

type Named = 'depots' | 'users' | 'products' | 'clients' | 'devices' | 'hubs';

/** The names behind the ids: small lists, read whole and kept for a while. */
function useWhole<L extends Named>(list: L, enabled = true): ReadonlyMap<HqItem<L>['id'], HqItem<L>> | undefined {
  const session = useSession();
  const { data } = useQuery({
    queryKey: [list, 'whole'],
    queryFn: async () => {
      const items = valueOrThrow(
        await wholeList((cursor) =>
          session.call(pageReader(list), 'GET', listPath(list, {}, LIMITS.adminPage, cursor)),
        ),
      );
      return new Map<HqItem<L>['id'], HqItem<L>>(items.map((item) => [item.id, item]));
    },
    staleTime: FRESH_FOR_MS,
    enabled,
  });
  return data;
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
