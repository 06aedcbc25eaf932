import { useQuery } from '@tanstack/react-query';
import type { HqList, HqOne } from '#shared/contract/hq/lists.ts';
import { useRefetchInterval } from '../live/use-live.tsx';
import { useSession } from '../session/session-context.tsx';
import { ask } from './client.ts';
import { itemRequest } from './page.ts';

/** One item of an HQ list; nothing is asked while `id` is empty. */
export function useOne<L extends HqList>(list: L, id: string) {
  const session = useSession();
  const refetchInterval = useRefetchInterval();
  return useQuery({
    queryKey: [list, 'one', id],
    queryFn: async () => (await ask(session, itemRequest(list, id))) as HqOne<L>,
    enabled: id !== '',
    refetchInterval,
  });
}
