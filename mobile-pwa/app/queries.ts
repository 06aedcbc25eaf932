import { QueryClient } from '@tanstack/react-query';
import type { FirstAnswers } from '../sync/first-answers.ts';
import type { PhoneClient } from '../sync/phone-client.ts';

/**
 * What the screens have read of the phone's store. It is on this device: its answers neither go stale by themselves nor
 * depend on a network; all are read again whenever stored data have changed.
 */
export function openQueries(phone: PhoneClient): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        staleTime: Number.POSITIVE_INFINITY,
      },
      mutations: { networkMode: 'always' },
    },
  });
  let isFirst = true;
  phone.subscribe(() => {
    const { boot } = phone.state();
    if (boot.kind !== 'ready' || !isFirst) return;
    isFirst = false;
    know(queries, boot.first);
  });
  phone.onData(() => void queries.invalidateQueries());
  return queries;
}

/** Under the keys by which the screens ask. */
function know(queries: QueryClient, { lock, open }: FirstAnswers): void {
  queries.setQueryData(['lock'], lock);
  if (open === null) return;
  const { tour, pinSettings, ...others } = open;
  for (const [name, answer] of Object.entries(others)) queries.setQueryData([name], answer);
  queries.setQueryData(['pin'], pinSettings);
  queries.setQueryData(['tour', tour.day], tour.stops);
}
