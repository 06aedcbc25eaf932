import type { QueryClient } from '@tanstack/react-query';
import { systemClock } from '#shared/ports/clock.ts';
import { listenLive } from '#shared/ports/live.ts';

let isOpen = false;

/** Whether the hub says by itself when something changes: nothing has to be asked again and again. */
export const isLive = (): boolean => isOpen;

/** Asks again for what is on the screen whenever the hub says that it may have changed. */
export function followHub(queryClient: QueryClient, headers: Record<string, string>): void {
  listenLive({
    url: new URL('/api/desktop/live', window.location.origin).href,
    headers: async () => headers,
    onChange: () => void queryClient.invalidateQueries(),
    onState: (state) => {
      isOpen = state;
      // What falls silent is asked at once, so that the screen says it.
      if (!state) void queryClient.invalidateQueries();
    },
    clock: systemClock,
  });
}
