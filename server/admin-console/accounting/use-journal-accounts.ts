import { useQuery } from '@tanstack/react-query';
import { ask, hqRequest } from '../api/client.ts';
import { useSession } from '../session/session-context.tsx';

/** The accounts into which the sales journal books, by the first month of each. */
export function useJournalAccounts() {
  const session = useSession();
  return useQuery({
    queryKey: ['journal-accounts'],
    queryFn: () => ask(session, hqRequest('GET /journal-accounts')),
  });
}
