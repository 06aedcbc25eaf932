import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { DesktopDeliveries, DesktopDeliveryDetail } from '#shared/contract/desktop/delivery.ts';
import { ChainReport, DesktopJournal } from '#shared/contract/desktop/journal.ts';
import { desktopPath } from '#shared/contract/desktop/queries.ts';
import { DesktopStock } from '#shared/contract/desktop/stock.ts';
import { DesktopTours } from '#shared/contract/desktop/tours.ts';
import { DesktopOverview } from '#shared/contract/desktop.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { callJson, valueOrThrow } from '#shared/ui/json-call.ts';
import { isLive } from './live.ts';
import { takeWindowToken } from './window-token.ts';

/** While no stream says what changed. */
const OVERVIEW_EVERY_MS = 2_000;
const DELIVERIES_EVERY_MS = 10_000;
/** While one does: ages and free space change without an event. */
const AGES_EVERY_MS = 45_000;
const TIMEOUT_MS = 10_000;

const readOverview = reader(DesktopOverview);
const readDeliveries = reader(DesktopDeliveries);
const readDelivery = reader(DesktopDeliveryDetail);
const readTours = reader(DesktopTours);
const readStock = reader(DesktopStock);
const readChain = reader(ChainReport);
const readJournal = reader(DesktopJournal);

const token = takeWindowToken(window);
/** What each call of this window carries. */
export const windowHeaders = { authorization: `Bearer ${token ?? ''}` };

export async function get<T>(read: Reader<T>, path: string): Promise<T> {
  const request = {
    method: 'GET' as const,
    url: new URL(path, window.location.origin).href,
    headers: windowHeaders,
    timeoutMs: TIMEOUT_MS,
  };
  return valueOrThrow(await callJson(fetchTransport, request, read));
}

/** The screen hangs in the office all day: it goes on asking in the background too. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => get(readOverview, '/api/desktop/overview'),
  refetchInterval: () => (isLive() ? AGES_EVERY_MS : OVERVIEW_EVERY_MS),
  refetchIntervalInBackground: true,
});

/** `day` as `2026-11-22`; today, as the hub knows it, where empty. */
export const deliveriesQuery = (day: string) =>
  queryOptions({
    queryKey: ['deliveries', day],
    queryFn: () => get(readDeliveries, desktopPath('/api/desktop/deliveries', { day })),
    refetchInterval: () => (isLive() ? false : DELIVERIES_EVERY_MS),
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: () => get(readDelivery, `/api/desktop/deliveries/${encodeURIComponent(id)}`),
    refetchInterval: DELIVERIES_EVERY_MS,
  });

/** A photo's bytes: whoever asks for one shows the window's token, which no `<img>` can. They never change. */
export const photoQuery = (sha256: string) =>
  queryOptions({
    queryKey: ['photo', sha256],
    queryFn: async () => {
      const response = await fetch(`/api/desktop/photos/${sha256}`, { headers: windowHeaders });
      if (!response.ok) throw new Error(`photo ${response.status}`);
      return response.blob();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const toursQuery = queryOptions({
  queryKey: ['tours'],
  queryFn: () => get(readTours, desktopPath('/api/desktop/tours', {})),
  refetchInterval: () => (isLive() ? false : DELIVERIES_EVERY_MS),
});

export const stockQuery = queryOptions({
  queryKey: ['stock'],
  queryFn: () => get(readStock, '/api/desktop/stock'),
  refetchInterval: DELIVERIES_EVERY_MS,
});

export const readJournalPage = (search: string, before: number | null, limit: number): Promise<DesktopJournal> => {
  const from = before === null ? {} : { before: String(before) };
  return get(readJournal, desktopPath('/api/desktop/journal', { q: search, limit: String(limit), ...from }));
};

/** Verified anew each time that somebody asks. */
export const chainQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ['chain', deviceId],
    queryFn: () => get(readChain, `/api/desktop/phones/${encodeURIComponent(deviceId)}/chain`),
    gcTime: 0,
  });

/** Page by page, from the newest on. */
export const journalQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['journal', search],
    queryFn: ({ pageParam }) => {
      const from = pageParam === null ? {} : { before: String(pageParam) };
      return get(readJournal, desktopPath('/api/desktop/journal', { q: search, ...from }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
