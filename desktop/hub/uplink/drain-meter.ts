import type { Drain } from '#shared/contract/desktop.ts';

/** The speed is that of this long. */
const WINDOW_MS = 15_000;
/** After a rest of this long what goes up is another drain. */
const REST_MS = 60_000;

/** What had gone up at a moment, counted from any beginning. */
interface Sample {
  at: number;
  sent: number;
}

/** Measures how a long queue goes up: since it last was empty, and how fast. */
export function drainMeter() {
  let base = 0;
  let sent = 0;
  let samples: Sample[] = [];
  const forget = () => {
    base = sent;
    samples = [];
  };
  return {
    /** A batch has gone up: `total` events in all since the program began, and so many still wait. */
    note(total: number, waiting: number, at: number): void {
      const last = samples.at(-1);
      if (last === undefined || Math.abs(at - last.at) > REST_MS) forget();
      // Its beginning is not known: the first batch counts, and has no speed.
      sent = total;
      samples = [...samples.filter((sample) => isWithin(sample, at)), { at, sent }];
      if (waiting === 0) forget();
    },

    /** Null while nothing has gone up of what waits. */
    read(waiting: number, at: number): Drain | null {
      if (waiting === 0 || sent === base) return null;
      const perSecond = speedOf(samples, at);
      return {
        sent: sent - base,
        total: sent - base + waiting,
        per_second: perSecond,
        seconds_left: perSecond > 0 ? Math.ceil(waiting / perSecond) : null,
      };
    },
  };
}

/** A clock that was set back leaves samples of the future: they say nothing. */
const isWithin = ({ at }: Sample, now: number): boolean => at <= now && now - at <= WINDOW_MS;

/** Events a second, rounded; it falls while nothing more goes up. */
function speedOf(samples: Sample[], now: number): number {
  const recent = samples.filter((sample) => isWithin(sample, now));
  const [first, last] = [recent[0], recent.at(-1)];
  if (!first || !last || now <= first.at) return 0;
  return Math.round(((last.sent - first.sent) * 1_000) / (now - first.at));
}
