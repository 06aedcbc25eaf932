import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { campaign, seedsFrom, tell, tellFailure } from './campaign.ts';
import { POINTS } from './points.ts';
import type { Outcome } from './simulate.ts';

/** `npm run sim -- --seed N --runs M [--jobs J] [--log]`: M runs from seed N on; exit code 1 where a seed fails. */
const DEFAULT_RUNS = 200;
/** Where progress is no line that is written over. */
const TOLD_EVERY = 50;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: String(DEFAULT_RUNS) },
    jobs: { type: 'string', default: String(availableParallelism()) },
    log: { type: 'boolean', default: false },
  },
});
const [firstSeed, runs, jobs] = [wholeNumber('seed', 0), wholeNumber('runs', 1), wholeNumber('jobs', 1)];
const result = await campaign({
  seeds: seedsFrom(firstSeed, runs),
  jobs: values.log ? 1 : jobs,
  ...(values.log ? { write: (line: string) => void process.stdout.write(`${line}\n`) } : {}),
  onOutcome: progress(),
});
process.stdout.write(tell(result));
// Fewer seeds than the default ones cannot reach every point.
const isEnough = runs < DEFAULT_RUNS || result.pointsHit.size === POINTS.length;
process.exitCode = result.failures.length === 0 && isEnough ? 0 : 1;

function wholeNumber(name: 'seed' | 'runs' | 'jobs', least: number): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= least) return number;
  process.stderr.write(`--${name} is a whole number from ${least} on, not "${values[name]}"\n`);
  process.exit(1);
}

/** How far it is, on standard error; a failure at once. */
function progress(): (outcome: Outcome) => void {
  let done = 0;
  let failed = 0;
  return (outcome) => {
    done += 1;
    const isFailure = outcome.faults.length > 0;
    if (isFailure) failed += 1;
    if (isFailure) process.stderr.write(`\n${tellFailure(outcome)}\n`);
    const line = `${done} of ${runs} seeds, ${failed} failed`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${done === runs ? '\n' : ''}`);
    else if (done % TOLD_EVERY === 0) process.stderr.write(`${line}\n`);
  };
}
