import type { Trace, Turn } from './stepper.ts';

/** To its end. */
const ALL = 1_000;

/** Statements that neither lock nor write: no other transaction that has not committed makes a difference to them. */
export const isPlainRead = (text: string): boolean =>
  /^(SELECT|WITH)\b/.test(text) &&
  !/\b(INSERT|UPDATE|DELETE|pg_advisory\w*|FOR (NO KEY UPDATE|UPDATE|SHARE|KEY SHARE))\b/.test(text);

export type RunOrder = (turns: Turn[]) => Promise<Trace>;

export const tellOrder = (turns: Turn[]): string =>
  turns.map(({ task, statements }) => `${'abc'[task]}${statements === ALL ? '' : statements}`).join(' ');

/** Each task once, to its end, one after another. */
export async function inSequence(tasks: number, run: RunOrder): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const sequence of permutations(tasks)) {
    traces.push(await run(sequence.map((task) => ({ task, statements: ALL }))));
  }
  return traces;
}

/**
 * Two tasks, and one is interrupted once: at every statement. Gives for each place what the other one met there. Of two
 * that are alike the first is interrupted.
 */
export async function withOneInterruption(
  lengths: [number, number],
  run: RunOrder,
  areAlike: boolean,
): Promise<Interrupted[]> {
  const interrupted: Interrupted[] = [];
  for (const first of areAlike ? ([0] as const) : ([0, 1] as const)) {
    const other = (1 - first) as 0 | 1;
    for (let at = 1; at < lengths[first]; at += 1) {
      const trace = await run([turn(first, at), turn(other), turn(first)]);
      interrupted.push({ first, at, trace });
    }
  }
  return interrupted;
}

export interface Interrupted {
  first: 0 | 1;
  at: number;
  trace: Trace;
}

/**
 * Two tasks, and each is interrupted once: the orders of two interruptions that differ from one another. The other one's
 * turn ends before its commit, so it makes no difference on which side of it the first one's plain reads stand; and
 * where the other one has to wait, a longer turn is no other order.
 */
export function ordersOfTwo({ first, at, trace }: Interrupted, lengths: [number, number]): Turn[][] {
  const other = (1 - first) as 0 | 1;
  const next = trace.texts[first]?.[at];
  if (next !== undefined && isPlainRead(next)) return [];
  const reach = Math.min(lengths[other] - 1, trace.blocked[1] ?? ALL);
  return Array.from({ length: Math.max(0, reach) }, (_, n) => [
    turn(first, at),
    turn(other, n + 1),
    turn(first),
    turn(other),
  ]);
}

/** Any number of interruptions, by chance. */
export function orderByChance(lengths: number[], below: (limit: number) => number): Turn[] {
  const interruptions = 1 + below(6);
  const turns = Array.from({ length: interruptions }, () => {
    const task = below(lengths.length);
    return turn(task, 1 + below(lengths[task] as number));
  });
  return [...turns, ...lengths.map((_, task) => turn(task))];
}

const turn = (task: number, statements: number = ALL): Turn => ({ task, statements });

function permutations(count: number): number[][] {
  if (count === 1) return [[0]];
  return permutations(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, at) => [...rest.slice(0, at), count - 1, ...rest.slice(at)]),
  );
}
