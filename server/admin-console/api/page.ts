import type { Result } from '#shared/contract/errors.ts';
import type { HqItem, HqList, Page } from '#shared/contract/hq/lists.ts';
import { type Failure, valueOrThrow } from '#shared/ui/json-call.ts';
import type { Session } from '../session/session.ts';
import { type HqRequest, hqRequest, send } from './client.ts';

/** A page of a list; filters that are empty are left out. */
export const pageRequest = <L extends HqList>(
  list: L,
  filters: Record<string, string>,
  limit: number,
  cursor: string | null,
) =>
  hqRequest(`GET /${list as 'depots'}`, {
    query: { limit, ...filters, cursor: cursor ?? '' },
  }) as HqRequest<`GET /${L}`>;

/** One item of a list. */
export const itemRequest = <L extends HqList>(list: L, id: string) =>
  hqRequest(`GET /${list as 'depots'}/:id`, { params: { id } }) as HqRequest<`GET /${L}/:id`>;

type Answered<L extends HqList> = Result<{ body: Page<HqItem<L>> }, Failure>;

/** Asks for a page: its rows, or why there are none. */
export async function sendPage<L extends HqList>(
  session: Session,
  ...asked: Parameters<typeof pageRequest<L>>
): Promise<Result<Page<HqItem<L>>, Failure>> {
  const answer = (await send(session, pageRequest(...asked))) as Answered<L>;
  return answer.ok ? { ok: true, value: answer.value.body } : answer;
}

/** The same for a query of the screen: a failure is thrown. */
export const askPage = async <L extends HqList>(
  session: Session,
  ...asked: Parameters<typeof pageRequest<L>>
): Promise<Page<HqItem<L>>> => valueOrThrow(await sendPage(session, ...asked));

/** Follows a list to its end, for the small ones that give others their names. */
export async function wholeList<T>(
  page: (cursor: string | null) => Promise<Result<Page<T>, Failure>>,
): Promise<Result<T[], Failure>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const answer: Result<Page<T>, Failure> = await page(cursor);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    cursor = answer.value.next_cursor;
  } while (cursor);
  return { ok: true, value: items };
}
