import { sortsOf } from '#shared/contract/hq/list-queries.ts';
import type { HqItem, HqList } from '#shared/contract/hq/lists.ts';
import { type List, useList } from '../api/use-list.ts';
import { useParams } from './use-params.ts';

/** A screen's own list, in the order that its address asks for: the server sorts it, those rows too that are not in sight. */
export function useSortedList<L extends HqList>(list: L, filters: Record<string, string>): List<HqItem<L>> {
  const [{ sort }] = useParams(['sort']);
  return useList(list, sortsOf(list).includes(sort) ? { ...filters, sort } : filters);
}
