import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type StockMoveRecord, StockMoves } from '#shared/contract/hq/stock.ts';
import { reader } from '#shared/contract/reader.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import type { List } from '../api/use-list.ts';
import { useSession } from '../session/session-context.tsx';

const readMoves = reader(StockMoves);

/** Whose movements: a product's in a depot, or a lot's. */
export type MovesOf = { depot_id: string; product_id: string } | { lot_id: string };

/** The ledger of the stock, the newest first. */
export function useMoves(of: MovesOf): List<StockMoveRecord> {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: ['stock', 'moves', of],
    queryFn: async ({ pageParam }) => {
      const query = new URLSearchParams({ ...of, ...(pageParam !== null && { cursor: pageParam }) });
      return valueOrThrow(await session.call(readMoves, 'GET', `/api/admin/stock/moves?${query}`));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  });
}
