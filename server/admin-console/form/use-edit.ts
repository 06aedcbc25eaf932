import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { HqList, HqOne } from '#shared/contract/hq/lists.ts';
import { failureIn, type Tagged, valueOrThrow } from '#shared/ui/json-call.ts';
import { itemReader } from '../api/readers.ts';
import { useSession } from '../session/session-context.tsx';

/**
 * One entity, read with its tag, and its change by `If-Match`. Where somebody else was first (412), it is read again:
 * `theirs` is then what stands at HQ now.
 */
export function useEdit<L extends HqList>(list: L, id: string) {
  const session = useSession();
  const queries = useQueryClient();
  const path = `/api/admin/${list}/${encodeURIComponent(id)}`;
  const fetchOne = async (): Promise<Tagged<HqOne<L>>> =>
    valueOrThrow(await session.callTagged(itemReader(list), 'GET', path));
  // What one began with stays as it was read, whatever else is read again.
  const read = useQuery({
    queryKey: ['edit', list, id],
    queryFn: fetchOne,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const save = useMutation({
    mutationFn: async ({ body, etag }: { body: unknown; etag: string | null }) => {
      const answer = await session.callTagged(itemReader(list), 'PATCH', path, body, { 'if-match': etag ?? '' });
      if (answer.ok) return { saved: true as const };
      if (answer.error.code !== 'PRECONDITION_FAILED') return valueOrThrow(answer) as never;
      return { saved: false as const, theirs: await fetchOne() };
    },
    onSuccess: ({ saved }) =>
      saved && queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'edit' }),
  });
  const theirs = save.data?.saved === false ? save.data.theirs : null;
  return { read, save, theirs, failure: read.error ? failureIn(read.error) : null };
}
