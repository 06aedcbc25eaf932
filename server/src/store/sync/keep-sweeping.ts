import { every } from '#shared/node-app/every.ts';
import { decideKnownVersions } from './decide-versions.ts';
import { type SweepDeps, sweepWaiting } from './sweep-waiting.ts';

const EVERY_MS = 60_000;

/** Decides what waits and can be decided: now, before anybody is served, and every minute. Ends with what runs. */
export async function keepSweeping(deps: SweepDeps): Promise<{ stop(): Promise<void> }> {
  let running: Promise<void> | null = null;
  const begin = () => {
    running ??= sweep(deps).finally(() => {
      running = null;
    });
    return running;
  };
  await begin();
  const timer = every(EVERY_MS, begin);
  return {
    stop: async () => {
      timer.stop();
      await running;
    },
  };
}

/** A sweep that fails is no reason not to serve: the next one comes. */
async function sweep(deps: SweepDeps): Promise<void> {
  try {
    const decided = await decideKnownVersions(deps);
    if (decided > 0) deps.log.info({ decided }, 'events of a version that is known now were decided');
    await sweepWaiting(deps);
  } catch (error) {
    deps.log.error({ err: error }, 'what waits could not be looked through');
  }
}
