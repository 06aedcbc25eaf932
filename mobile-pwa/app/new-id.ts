import { systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';

/** Ids of actions are made when their form opens, so that pressing twice is doing once. */
export const newId = uuidV7(systemClock, systemRandom).uuid;
