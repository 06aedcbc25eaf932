import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { StockMoveRecord } from '#shared/contract/hq/stock.ts';
import { ask, hqRequest } from '../api/client.ts';
import type { List } from '../api/use-list.ts';
import { useSession } from '../session/session-context.tsx';

/** Whose movements: a product's in a depot, or a lot's. */
export type MovesOf = { depot_id: string; product_id: string } | { lot_id: string };

/** The ledger of the stock, the newest first. */
export function useMoves(of: MovesOf): List<StockMoveRecord> {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: ['stock', 'moves', of],
    queryFn: ({ pageParam }) =>
      ask(session, hqRequest('GET /stock/moves', { query: { ...of, cursor: pageParam ?? '' } })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  });
}
