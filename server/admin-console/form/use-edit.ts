import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Result } from '#shared/contract/errors.ts';
import type { HqAnswer, HqCall } from '#shared/contract/hq/call-answers.ts';
import { type Failure, failureIn, type Tagged, valueOrThrow } from '#shared/ui/json-call.ts';
import { hqRequest, send } from '../api/client.ts';
import { itemRequest } from '../api/page.ts';
import type { Session } from '../session/session.ts';
import { useSession } from '../session/session-context.tsx';

type Answered<T> = Promise<Result<Tagged<T>, Failure>>;

/** What can be changed where nobody else has changed it meanwhile. */
export interface Editable<T> {
  /** What it is known by while it is shown. */
  key: string;
  /** Its change is all of it, not what differs alone. */
  isWhole: boolean;
  read: (session: Session) => Answered<T>;
  save: (session: Session, body: object, etag: string | null) => Answered<T>;
}

/** The lists whose rows can be changed. */
type ChangedList = HqCall extends infer C ? (C extends `PATCH /${infer L}/:id` ? L : never) : never;

/** One entity of a list; null while none is chosen. */
export function entityOf<L extends ChangedList>(list: L, id: string): Editable<HqAnswer<`GET /${L}/:id`>> | null {
  if (id === '') return null;
  const named = list as 'depots';
  return {
    key: `${list}/${id}`,
    isWhole: false,
    read: (session) => send(session, itemRequest(list, id)),
    save: (session, body, etag) =>
      send(session, hqRequest(`PATCH /${named}/:id`, { params: { id }, body }), ifMatch(etag)) as Answered<
        HqAnswer<`GET /${L}/:id`>
      >,
  };
}

export const ifMatch = (etag: string | null) => ({ 'if-match': etag ?? '' });

/**
 * One thing, read with its tag, and its change by `If-Match`. Where somebody else was first (412), it is read again:
 * `theirs` is then what stands at HQ now.
 */
export function useEdit<T>({ key, read: readOf, save: saveOf }: Editable<T>) {
  const session = useSession();
  const queries = useQueryClient();
  const fetchOne = async (): Promise<Tagged<T>> => valueOrThrow(await readOf(session));
  // What one began with stays as it was read, whatever else is read again.
  const read = useQuery({
    queryKey: ['edit', key],
    queryFn: fetchOne,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const save = useMutation({
    mutationFn: async ({ body, etag }: { body: object; etag: string | null }) => {
      const answer = await saveOf(session, body, etag);
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
