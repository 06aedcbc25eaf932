import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import type { HqItem, HqList, Page } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { useRefetchInterval } from '../live/use-live.tsx';
import { useSession } from '../session/session-context.tsx';
import { askPage } from './page.ts';

/** Of the first page, which is there at once, and of those that somebody asks for. */
const FIRST_ROWS = 50;
const FURTHER_ROWS = LIMITS.adminPage;

/** Pages of an HQ list under filters. While new filters load, the old rows stay in sight. */
export function useList<L extends HqList>(list: L, filters: Record<string, string>, enabled = true): List<HqItem<L>> {
  const session = useSession();
  const refetchInterval = useRefetchInterval();
  return useInfiniteQuery({
    queryKey: [list, filters],
    queryFn: ({ pageParam }) =>
      askPage(session, list, filters, pageParam === null ? FIRST_ROWS : FURTHER_ROWS, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval,
    enabled,
  });
}

/** What a table shows of a list's state. */
export type List<Row> = UseInfiniteQueryResult<InfiniteData<Page<Row>, string | null>>;

export const rowsOf = <Row>({ data }: Pick<List<Row>, 'data'>): Row[] =>
  data?.pages.flatMap(({ items }) => items) ?? [];
