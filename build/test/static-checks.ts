import { packaged, runProgram } from './program.ts';
import { NOTHING, type Tally } from './tally.ts';

/** A check of the text of the code; it counts as one test. */
export async function runStatic(program: string, args: readonly string[]): Promise<Tally> {
  const code = await runProgram(packaged(program), args);
  if (code === 0) return { ...NOTHING, passed: 1 };
  return { ...NOTHING, failures: [`${program} ${args.join(' ')}`] };
}
