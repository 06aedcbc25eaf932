import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { HqList, HqOne } from '#shared/contract/hq/lists.ts';
import type { Reader } from '#shared/contract/reader.ts';
import { failureIn, type Tagged, valueOrThrow } from '#shared/ui/json-call.ts';
import { itemReader } from '../api/readers.ts';
import { useSession } from '../session/session-context.tsx';

/** What can be changed where nobody else has changed it meanwhile. */
export interface Editable<T> {
  path: string;
  read: Reader<T>;
  /** PATCH takes what is changed, PUT all of it. */
  method: 'PATCH' | 'PUT';
}

/** One entity of a list; null while none is chosen. */
export const entityOf = <L extends HqList>(list: L, id: string): Editable<HqOne<L>> | null =>
  id === '' ? null : { path: `${list}/${encodeURIComponent(id)}`, read: itemReader(list), method: 'PATCH' };

/**
 * One thing, read with its tag, and its change by `If-Match`. Where somebody else was first (412), it is read again:
 * `theirs` is then what stands at HQ now.
 */
export function useEdit<T>({ path, read: reader, method }: Editable<T>) {
  const session = useSession();
  const queries = useQueryClient();
  const address = `/api/admin/${path}`;
  const fetchOne = async (): Promise<Tagged<T>> => valueOrThrow(await session.callTagged(reader, 'GET', address));
  // What one began with stays as it was read, whatever else is read again.
  const read = useQuery({
    queryKey: ['edit', path],
    queryFn: fetchOne,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const save = useMutation({
    mutationFn: async ({ body, etag }: { body: unknown; etag: string | null }) => {
      const answer = await session.callTagged(reader, method, address, body, { 'if-match': etag ?? '' });
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
