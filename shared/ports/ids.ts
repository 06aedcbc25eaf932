import { v4, v7 } from 'uuid';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** New ids. Version 7, so that neighbours in time are neighbours in an index. */
export interface Ids {
  uuid(): string;
}

const ID_BYTES = 16;
/** One call for chance costs as much as the id itself: it is asked for many ids at a time. */
const IDS_A_DRAW = 64;

export function uuidV7(clock: Clock, random: Random): Ids {
  let drawn: Uint8Array = new Uint8Array(0);
  let used = 0;
  return {
    uuid() {
      if (used === drawn.length) {
        drawn = random.bytes(ID_BYTES * IDS_A_DRAW);
        used = 0;
      }
      used += ID_BYTES;
      return v7({ msecs: clock.now(), random: drawn.subarray(used - ID_BYTES, used) });
    },
  };
}

/** An id that says nothing of its time: for what is known by its first digits, which two of version 7 share for a minute. */
export const uuidV4 = (random: Random): string => v4({ random: random.bytes(ID_BYTES) });
