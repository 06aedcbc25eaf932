import { useQuery } from '@tanstack/react-query';
import type { Client, Depot, Device, Hub, Product, User } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';
import { listPath, type Page, wholeList } from './page.ts';

const FRESH_FOR_MS = 60_000;

/** The names behind the ids: small lists, read whole and kept for a while. */
function useWhole<T extends { id: string | number }>(list: string): ReadonlyMap<T['id'], T> | undefined {
  const session = useSession();
  const { data } = useQuery({
    queryKey: [list, 'whole'],
    queryFn: async () => {
      const items = valueOrThrow(
        await wholeList((cursor) => session.call<Page<T>>('GET', listPath(list, {}, LIMITS.adminPage, cursor))),
      );
      return new Map<T['id'], T>(items.map((item) => [item.id, item]));
    },
    staleTime: FRESH_FOR_MS,
  });
  return data;
}

export const useDepots = () => useWhole<Depot>('depots');
export const useUsers = () => useWhole<User>('users');
export const useProducts = () => useWhole<Product>('products');
export const useClients = () => useWhole<Client>('clients');
export const useDevices = () => useWhole<Device>('devices');
export const useHubs = () => useWhole<Hub>('hubs');

/** Shown while a name is on its way, and for what this user may not see. */
export const UNNAMED = '—';
