import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { PhoneApi } from '../sync/phone-api.ts';
import type { PhoneClient, PhoneState } from '../sync/phone-client.ts';
import type { LockView, SessionView } from '../sync/phone-views.ts';

const PhoneContext = createContext<PhoneClient | null>(null);

/** Gives the screens their worker. */
export function PhoneProvider({ phone, children }: { phone: PhoneClient; children: ReactNode }) {
  return <PhoneContext value={phone}>{children}</PhoneContext>;
}

function usePhoneClient(): PhoneClient {
  const phone = useContext(PhoneContext);
  if (phone === null) throw new Error('no PhoneProvider around this screen');
  return phone;
}

export const usePhone = (): PhoneApi => usePhoneClient().api;

/** Waits until all is answered that the screens have asked so far, what they have to keep first of all. */
export const useAnswered = (): (() => Promise<void>) => usePhoneClient().answered;

export function usePhoneState(): PhoneState {
  const phone = usePhoneClient();
  return useSyncExternalStore(phone.subscribe, phone.state);
}

/** Reads from the phone's own store; it is asked again after each change there. */
export function usePhoneQuery<T>(key: unknown[], read: (phone: PhoneApi) => Promise<T>): UseQueryResult<T> {
  const phone = usePhone();
  return useQuery({ queryKey: key, queryFn: () => read(phone) });
}

/** The same for a list that grows on demand: what was shown stays until more of it is here. */
export function useLastQuery<T>(key: unknown[], read: (phone: PhoneApi) => Promise<T>): UseQueryResult<T> {
  const phone = usePhone();
  return useQuery({ queryKey: key, queryFn: () => read(phone), placeholderData: keepPreviousData });
}

export const useSession = (): UseQueryResult<SessionView | null> =>
  usePhoneQuery(['session'], (phone) => phone.session());

const LOOK_AT_LOCK_MS = 30_000;

/** Whether the phone may be read; looked at now and then, since time alone may lock it. */
export function useLock(): UseQueryResult<LockView> {
  const phone = usePhone();
  return useQuery({ queryKey: ['lock'], queryFn: () => phone.lock(), refetchInterval: LOOK_AT_LOCK_MS });
}

/** The time, often enough for ages in words. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
