import { useQuery } from '@tanstack/react-query';
import type { HqList } from '#shared/contract/hq/lists.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useRefetchInterval } from '../live/use-live.tsx';
import { useSession } from '../session/session-context.tsx';
import { itemReader } from './readers.ts';

/** One item of an HQ list; nothing is asked while `id` is empty. */
export function useOne<L extends HqList>(list: L, id: string) {
  const session = useSession();
  const refetchInterval = useRefetchInterval();
  return useQuery({
    queryKey: [list, 'one', id],
    queryFn: async () =>
      valueOrThrow(await session.call(itemReader(list), 'GET', `/api/admin/${list}/${encodeURIComponent(id)}`)),
    enabled: id !== '',
    refetchInterval,
  });
}
