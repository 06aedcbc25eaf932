/**
 * Does something again and again, by a timer that no change of the clock disturbs. (node-cron goes by the clock: one that
 * is put back stops it, and where a PC with a dead battery is told the true year, it counts every single time that was
 * missed: minutes of standing still for a task of every minute.)
 */
export function every(ms: number, work: () => unknown): { stop(): void } {
  const timer = setInterval(work, ms).unref();
  return { stop: () => clearInterval(timer) };
}

/** The same for work that takes its time and never throws: once now, then every so often, never twice at once. `stop` waits for the last. */
export async function keepDoing(ms: number, work: () => Promise<void>): Promise<{ stop(): Promise<void> }> {
  let running: Promise<void> | null = null;
  const begin = () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
  await begin();
  const timer = every(ms, begin);
  return {
    stop: async () => {
      timer.stop();
      await running;
    },
  };
}
