import { dayAt } from '#shared/domain/company-day.ts';
import { serverNow } from '#shared/domain/grace.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { OpenApi } from './phone-api.ts';

type Asked = 'session' | 'clockAhead' | 'lastPullAt' | 'contract' | 'counts' | 'pinSettings';
type Answer<Name extends keyof OpenApi> = Awaited<ReturnType<OpenApi[Name]>>;

/** What the tour, on which the app opens, asks the store; each under the name of its call. */
export interface FirstAnswers {
  lock: Answer<'lock'>;
  /** Null on a locked phone, which tells nothing else, and where nobody is signed in. */
  open: ({ [Name in Asked]: Answer<Name> } & { tour: { day: string; stops: Answer<'tour'> } }) | null;
}

/** Answers at once what would otherwise be asked in several rounds, each of which draws the screen anew. */
export async function firstAnswers(api: OpenApi, now: number): Promise<FirstAnswers> {
  const lock = await api.lock();
  const session = lock.kind === 'open' ? await api.session() : null;
  if (session === null) return { lock, open: null };
  const clockAhead = await api.clockAhead();
  const day = dayAt(isoTime(serverNow(clockAhead, now)));
  return {
    lock,
    open: {
      session,
      clockAhead,
      lastPullAt: await api.lastPullAt(),
      contract: await api.contract(),
      counts: await api.counts(),
      pinSettings: await api.pinSettings(),
      tour: { day, stops: await api.tour(day) },
    },
  };
}
