import type { PowerSaveBlocker } from 'electron';

/** Keeps the PC from falling asleep by itself, for as long as it is told to. A lid that is closed still puts it to sleep. */
export function stayAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): (must: boolean) => void {
  let held: number | null = null;
  return (must) => {
    if (must && held === null) held = blocker.start('prevent-app-suspension');
    if (!must && held !== null) {
      blocker.stop(held);
      held = null;
    }
  };
}
