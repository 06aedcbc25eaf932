import { useQuery } from '@tanstack/react-query';
import type { Reader } from '#shared/contract/reader.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';

/** A report of HQ's; what is empty is not asked for. It is read again when an invoice is. */
export function useReport<T>(
  name: 'numbers' | 'tva' | 'cheques' | 'closing' | 'uninvoiced',
  asked: Record<string, string>,
  read: Reader<T>,
) {
  const session = useSession();
  return useQuery({
    queryKey: ['invoices', name, asked],
    queryFn: async () => {
      const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
      return valueOrThrow(await session.call(read, 'GET', `/api/admin/reports/${name}?${query}`));
    },
  });
}
