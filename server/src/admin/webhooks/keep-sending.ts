import { lookup } from 'node:dns/promises';
import { every } from '#shared/node-app/every.ts';
import type { Log } from '#shared/ports/log.ts';
import { type SendDeps, sendDue } from './send-due.ts';

const EVERY_MS = 2_000;
/** So many programs are told at once: one that is slow holds up no other. */
const AT_ONCE = 4;

/** The addresses of a name, by the system's own ways. */
export const resolveName = async (name: string): Promise<string[]> =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/** Tells programs of changes, as they come. Ends with what is under way. */
export function keepSending(deps: SendDeps & { log: Log }): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const timer = every(EVERY_MS, () => {
    if (running.size >= AT_ONCE) return;
    const one = sendDue(deps)
      .then(() => {})
      .catch((error) => deps.log.error({ err: error }, 'programs could not be told of changes'))
      .finally(() => running.delete(one));
    running.add(one);
  });
  return {
    stop: async () => {
      timer.stop();
      await Promise.all(running);
    },
  };
}
