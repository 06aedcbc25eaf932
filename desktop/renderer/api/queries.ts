import { queryOptions } from '@tanstack/react-query';
import { DesktopDeliveries, DesktopOverview } from '#shared/contract/desktop.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { callJson, valueOrThrow } from '#shared/ui/json-call.ts';
import { takeWindowToken } from './window-token.ts';

const OVERVIEW_EVERY_MS = 2_000;
const DELIVERIES_EVERY_MS = 10_000;
const TIMEOUT_MS = 10_000;

const readOverview = reader(DesktopOverview);
const readDeliveries = reader(DesktopDeliveries);

const token = takeWindowToken(window);

async function get<T>(read: Reader<T>, path: string): Promise<T> {
  const request = {
    method: 'GET' as const,
    url: new URL(path, window.location.origin).href,
    headers: { authorization: `Bearer ${token ?? ''}` },
    timeoutMs: TIMEOUT_MS,
  };
  return valueOrThrow(await callJson(fetchTransport, request, read));
}

/** The screen hangs in the office all day: it goes on asking in the background too. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => get(readOverview, '/api/desktop/overview'),
  refetchInterval: OVERVIEW_EVERY_MS,
  refetchIntervalInBackground: true,
});

/** `day` as `2026-11-22`; today, as the hub knows it, where empty. */
export const deliveriesQuery = (day: string) =>
  queryOptions({
    queryKey: ['deliveries', day],
    queryFn: () => get(readDeliveries, `/api/desktop/deliveries${day ? `?day=${encodeURIComponent(day)}` : ''}`),
    refetchInterval: DELIVERIES_EVERY_MS,
  });
