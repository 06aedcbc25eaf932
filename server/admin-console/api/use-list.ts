import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';
import { listPath, type Page } from './page.ts';

const ROWS_A_PAGE = 50;
const REFRESH_EVERY_MS = 15_000;

/** Pages of an HQ list under filters. While new filters load, the old rows stay in sight. */
export function useList<T>(list: string, filters: Record<string, string>, enabled = true) {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: [list, filters],
    queryFn: async ({ pageParam }) =>
      valueOrThrow(await session.call<Page<T>>('GET', listPath(list, filters, ROWS_A_PAGE, pageParam))),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_EVERY_MS,
    enabled,
  });
}

export type List<T> = ReturnType<typeof useList<T>>;

export const rowsOf = <T>(list: List<T>): T[] => list.data?.pages.flatMap(({ items }) => items) ?? [];
