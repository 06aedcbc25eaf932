import type { Result } from '#shared/contract/errors.ts';
import type { HqList, Page } from '#shared/contract/hq/lists.ts';
import type { Failure } from '#shared/ui/json-call.ts';

/** The address of a list's page; filters that are empty are left out. */
export function listPath(list: HqList, filters: Record<string, string>, limit: number, cursor: string | null): string {
  const params = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(filters)) {
    if (value) params.set(name, value);
  }
  if (cursor) params.set('cursor', cursor);
  return `/api/admin/${list}?${params}`;
}

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
