import { useEffect, useMemo } from 'react';
import { searchIn } from '#shared/domain/search.ts';
import { whenIdle } from './when-idle.ts';

/** No text holds it: looking for it reads every text, and finds nothing. */
const NOWHERE = '\u{10FFFF}';

/** What is found in a list of thousands, key by key. `textOf` is the same function at every turn. */
export function useSearch<T>(items: T[], textOf: (item: T) => string, wanted: string): T[] {
  const search = useMemo(() => searchIn(items, textOf), [items, textOf]);
  // Its texts are made ready before anybody types, so that the first key is as quick as the others.
  useEffect(() => void whenIdle().then(() => search(NOWHERE)), [search]);
  return useMemo(() => search(wanted), [search, wanted]);
}
