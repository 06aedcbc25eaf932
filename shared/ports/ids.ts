import { v7 } from 'uuid';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** New ids. Version 7, so that neighbours in time are neighbours in an index. */
export interface Ids {
  uuid(): string;
}

export const uuidV7 = (clock: Clock, random: Random): Ids => ({
  uuid: () => v7({ msecs: clock.now(), random: random.bytes(16) }),
});
