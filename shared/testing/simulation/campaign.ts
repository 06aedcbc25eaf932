import type { Sums } from './oracle.ts';
import type { Plant } from './plants.ts';
import { POINTS } from './points.ts';
import { type Outcome, simulate } from './simulate.ts';

export interface Campaign {
  firstSeed: number;
  runs: number;
  plant?: Plant;
  write?: (line: string) => void;
}

export interface CampaignResult {
  runs: number;
  sums: Sums;
  failures: Outcome[];
  pointsHit: Set<string>;
}

/** Many seeds, one after another. */
export async function campaign({ firstSeed, runs, ...options }: Campaign): Promise<CampaignResult> {
  const sums: Sums = { acked: 0, applied: 0, rejected: 0, quarantined: 0, waiting: 0, lost: 0, duplicated: 0 };
  const failures: Outcome[] = [];
  const pointsHit = new Set<string>();
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const outcome = await simulate(seed, options);
    for (const [name, value] of Object.entries(outcome.sums)) sums[name as keyof Sums] += value;
    for (const point of outcome.points) pointsHit.add(point);
    if (outcome.faults.length > 0) failures.push(outcome);
  }
  return { runs, sums, failures, pointsHit };
}

/** The result in words, with the command that replays each failure. */
export function tell({ runs, sums, failures, pointsHit }: CampaignResult): string {
  const lines = failures.map(
    ({ seed, faults }) => `seed ${seed} fails: ${faults.join('; ')}\n  npm run sim -- --seed ${seed} --runs 1 --log`,
  );
  const missed = POINTS.filter((point) => !pointsHit.has(point));
  const share = ((100 * pointsHit.size) / POINTS.length).toFixed(0);
  lines.push(
    `acked ${sums.acked}, applied ${sums.applied}, rejected ${sums.rejected}, quarantined ${sums.quarantined}, lost ${sums.lost}, duplicated ${sums.duplicated} over ${runs} seeds`,
    `died at ${pointsHit.size} of ${POINTS.length} points (${share} %)${missed.length > 0 ? `; not at ${missed.join(', ')}` : ''}`,
  );
  return `${lines.join('\n')}\n`;
}
