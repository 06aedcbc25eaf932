import { useQuery } from '@tanstack/react-query';
import type { HqCall } from '#shared/contract/hq/call-answers.ts';
import { ask, type HqRequest } from '../api/client.ts';
import { useSession } from '../session/session-context.tsx';

type Report = Extract<HqCall, `GET /reports/${string}`>;

/** A report of HQ's. It is read again when an invoice is. */
export function useReport<C extends Report>(request: HqRequest<C>) {
  const session = useSession();
  return useQuery({ queryKey: ['invoices', request.address], queryFn: () => ask(session, request) });
}
