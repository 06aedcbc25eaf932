import { keepDoing } from '#shared/node-app/every.ts';
import { decideKnownVersions } from './decide-versions.ts';
import { type SweepDeps, sweepWaiting } from './sweep-waiting.ts';

const EVERY_MS = 60_000;

/** Decides what waits and can be decided: now, before anybody is served, and every minute. Ends with what runs. */
export const keepSweeping = (deps: SweepDeps): Promise<{ stop(): Promise<void> }> =>
  keepDoing(EVERY_MS, () => sweep(deps));

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
