import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import type { HqItem, HqList, Page } from '#shared/contract/hq/lists.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';
import { listPath } from './page.ts';
import { pageReader } from './readers.ts';

const ROWS_A_PAGE = 50;
const REFRESH_EVERY_MS = 15_000;

/** Pages of an HQ list under filters. While new filters load, the old rows stay in sight. */
export function useList<L extends HqList>(list: L, filters: Record<string, string>, enabled = true): List<HqItem<L>> {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: [list, filters],
    queryFn: async ({ pageParam }) =>
      valueOrThrow(await session.call(pageReader(list), 'GET', listPath(list, filters, ROWS_A_PAGE, pageParam))),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_EVERY_MS,
    enabled,
  });
}

/** What a table shows of a list's state. */
export type List<Row> = UseInfiniteQueryResult<InfiniteData<Page<Row>, string | null>>;

export const rowsOf = <Row>(list: List<Row>): Row[] => list.data?.pages.flatMap(({ items }) => items) ?? [];
