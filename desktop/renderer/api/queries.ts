import { queryOptions } from '@tanstack/react-query';
import type { DesktopDeliveries, DesktopOverview } from '#shared/contract/desktop.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { callJson, valueOrThrow } from '#shared/ui/json-call.ts';
import { takeWindowToken } from './window-token.ts';

const OVERVIEW_EVERY_MS = 2_000;
const DELIVERIES_EVERY_MS = 10_000;
const TIMEOUT_MS = 10_000;

const token = takeWindowToken(window);

async function get<T>(path: string): Promise<T> {
  const answer = await callJson<T>(fetchTransport, {
    method: 'GET',
    url: new URL(path, window.location.origin).href,
    headers: { authorization: `Bearer ${token ?? ''}` },
    timeoutMs: TIMEOUT_MS,
  });
  return valueOrThrow(answer);
}

/** The screen hangs in the office all day: it goes on asking in the background too. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => get<DesktopOverview>('/api/desktop/overview'),
  refetchInterval: OVERVIEW_EVERY_MS,
  refetchIntervalInBackground: true,
});

/** `day` as `2026-11-22`; today, as the hub knows it, where empty. */
export const deliveriesQuery = (day: string) =>
  queryOptions({
    queryKey: ['deliveries', day],
    queryFn: () => get<DesktopDeliveries>(`/api/desktop/deliveries${day ? `?day=${encodeURIComponent(day)}` : ''}`),
    refetchInterval: DELIVERIES_EVERY_MS,
  });
