import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { Changed } from '#shared/contract/hq/live.ts';
import { reader } from '#shared/contract/reader.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { listenLive } from '#shared/ports/live.ts';
import { useSession } from '../session/session-context.tsx';
import { isStale } from './stale.ts';

const readChanged = reader(Changed);
/** Changes come in bursts: what is on the screen is read again once for all of a burst. */
const TOGETHER_MS = 1_000;
/** While no stream is open, lists are asked again by themselves. */
const WITHOUT_STREAM_MS = 15_000;

const IsLive = createContext(false);

/** How often a list asks by itself: never while HQ says what has changed. */
export const useRefetchInterval = (): number | false => (use(IsLive) ? false : WITHOUT_STREAM_MS);

/** Listens to HQ as long as somebody is signed in, and reads again what has changed. */
export function Live({ children }: { children: ReactNode }) {
  const session = useSession();
  const queryClient = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    const lists = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer = undefined;
      const changed = new Set(lists);
      lists.clear();
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isStale(queryKey, changed) });
    };
    let hasOpened = true;
    const stop = listenLive({
      url: `${window.location.origin}/api/admin/stream`,
      headers: async () => {
        // A stream that did not open may have been refused for its old token.
        const authorization = await session.authorization(!hasOpened);
        hasOpened = false;
        return authorization === null ? null : { authorization };
      },
      onChange: (said) => {
        const read = readChanged(said);
        if (!read.ok) return;
        for (const list of read.value.lists) lists.add(list);
        timer ??= setTimeout(readAgain, TOGETHER_MS);
      },
      onState: (isOpen) => {
        hasOpened ||= isOpen;
        setLive(isOpen);
        // Whatever changed before it opened, nobody has said.
        if (isOpen) void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'edit' });
      },
      clock: systemClock,
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session, queryClient]);
  return <IsLive value={isLive}>{children}</IsLive>;
}
