import { packaged, runProgram } from './program.ts';
import type { Tally } from './tally.ts';

/** A check of the text of the code; it counts as one test. */
export async function runStatic(program: string, args: readonly string[]): Promise<Tally> {
  const code = await runProgram(packaged(program), args);
  if (code === 0) return { passed: 1, failures: [], skips: [] };
  return { passed: 0, failures: [`${program} ${args.join(' ')}`], skips: [] };
}
