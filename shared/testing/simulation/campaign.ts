import { Worker } from 'node:worker_threads';
import { NO_SUMS, type Sums } from './oracle.ts';
import { POINTS } from './points.ts';
import { isOnSql, SeedRunner } from './seed-runner.ts';
import type { Outcome, SimOptions } from './simulate.ts';

export interface Campaign {
  seeds: number[];
  /** How many threads share the seeds; one is this thread itself. What a seed comes to is the same with any number. */
  jobs: number;
  /** Told of each line of what happens; for one job only. */
  write?: SimOptions['write'];
  /** Told of each seed that has ended. */
  onOutcome?: (outcome: Outcome) => void;
}

export interface CampaignResult {
  /** In the order of their seeds. */
  outcomes: Outcome[];
  sums: Sums;
  /** How many of the runs went over the server's real SQL. */
  onSql: number;
  failures: Outcome[];
  pointsHit: Set<string>;
}

/** As many seeds as these, one after another. */
export const seedsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** Many seeds, shared out over threads. */
export async function campaign({ seeds: wanted, jobs, write, onOutcome }: Campaign): Promise<CampaignResult> {
  const seeds = new Seeds(wanted);
  const outcomes: Outcome[] = [];
  const note = (outcome: Outcome) => {
    outcomes.push(outcome);
    onOutcome?.(outcome);
  };
  if (jobs === 1) await workHere(seeds, note, write);
  else
    await Promise.all(Array.from({ length: Math.min(jobs, wanted.length) }, (_, job) => workBeside(job, seeds, note)));
  return addUp(outcomes.sort((a, b) => a.seed - b.seed));
}

/** The seeds still to run. A PostgreSQL is dear to boot, so the first job begins with the seeds that need one. */
class Seeds {
  readonly #onSql: number[];
  readonly #others: number[];

  constructor(seeds: number[]) {
    this.#onSql = seeds.filter(isOnSql);
    this.#others = seeds.filter((seed) => !isOnSql(seed));
  }

  next(job: number): number | undefined {
    const [first, then] = job === 0 ? [this.#onSql, this.#others] : [this.#others, this.#onSql];
    return first.shift() ?? then.shift();
  }
}

async function workHere(seeds: Seeds, note: (outcome: Outcome) => void, write: SimOptions['write']): Promise<void> {
  const runner = new SeedRunner(write);
  for (let seed = seeds.next(0); seed !== undefined; seed = seeds.next(0)) note(await runner.run(seed));
  await runner.close();
}

async function workBeside(job: number, seeds: Seeds, note: (outcome: Outcome) => void): Promise<void> {
  const worker = new Worker(new URL('./seed-worker.ts', import.meta.url));
  try {
    await new Promise<void>((resolve, reject) => {
      const send = () => {
        const seed = seeds.next(job);
        if (seed === undefined) resolve();
        else worker.postMessage(seed);
      };
      worker.on('message', (outcome: Outcome) => {
        note(outcome);
        send();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`job ${job} ended by itself with ${code}`)));
      send();
    });
  } finally {
    await worker.terminate();
  }
}

/** What campaigns have come to together. */
export function addUp(outcomes: Outcome[]): CampaignResult {
  const sums = { ...NO_SUMS };
  for (const outcome of outcomes)
    for (const [name, value] of Object.entries(outcome.sums)) sums[name as keyof Sums] += value;
  return {
    outcomes,
    sums,
    onSql: outcomes.filter(({ seed }) => isOnSql(seed)).length,
    failures: outcomes.filter(({ faults }) => faults.length > 0),
    pointsHit: new Set(outcomes.flatMap(({ points }) => [...points])),
  };
}

/** A failure in words, with the command that replays it. */
export const tellFailure = ({ seed, faults }: Outcome): string =>
  `seed ${seed} fails: ${faults.join('; ')}\n  npm run sim -- --seed ${seed} --runs 1 --log`;

/** The result in words. */
export function tell({ outcomes, onSql, sums, failures, pointsHit }: CampaignResult): string {
  const missed = POINTS.filter((point) => !pointsHit.has(point));
  const share = ((100 * pointsHit.size) / POINTS.length).toFixed(0);
  const lines = [
    ...failures.map(tellFailure),
    `acked ${sums.acked}, applied ${sums.applied}, rejected ${sums.rejected}, quarantined ${sums.quarantined}, lost ${sums.lost}, duplicated ${sums.duplicated} over ${outcomes.length} seeds`,
    `${sums.photos} photos reached the server, ${sums.settled} tours were settled; ${onSql} of the seeds went over the server's real SQL`,
    `died at ${pointsHit.size} of ${POINTS.length} points (${share} %)${missed.length > 0 ? `; not at ${missed.join(', ')}` : ''}`,
  ];
  return `${lines.join('\n')}\n`;
}
