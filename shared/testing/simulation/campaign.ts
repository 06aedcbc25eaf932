import type { Sums } from './oracle.ts';
import { PgliteServer } from './pglite-server.ts';
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
  /** How many of the runs went over the server's real SQL. */
  onSql: number;
  failures: Outcome[];
  pointsHit: Set<string>;
}

/** Of ten seeds, the one that goes over the server's real SQL. */
const ON_SQL = 5;
const isOnSql = (seed: number): boolean => seed % 10 === ON_SQL;

/** Many seeds, one after another. */
export async function campaign(work: Campaign): Promise<CampaignResult> {
  const seeds = Array.from({ length: work.runs }, (_, index) => work.firstSeed + index);
  const pglite = seeds.some(isOnSql) ? await PgliteServer.boot() : null;
  try {
    return await runAll(work, seeds, pglite);
  } finally {
    await pglite?.close();
  }
}

async function runAll(
  { runs, ...options }: Campaign,
  seeds: number[],
  pglite: PgliteServer | null,
): Promise<CampaignResult> {
  const sums: Sums = {
    acked: 0,
    applied: 0,
    rejected: 0,
    quarantined: 0,
    waiting: 0,
    photos: 0,
    lost: 0,
    duplicated: 0,
  };
  const failures: Outcome[] = [];
  const pointsHit = new Set<string>();
  let onSql = 0;
  for (const seed of seeds) {
    const server = isOnSql(seed) ? pglite : null;
    if (server) onSql += 1;
    const outcome = await simulate(seed, server ? { ...options, server } : options);
    for (const [name, value] of Object.entries(outcome.sums)) sums[name as keyof Sums] += value;
    for (const point of outcome.points) pointsHit.add(point);
    if (outcome.faults.length > 0) failures.push(outcome);
  }
  return { runs, onSql, sums, failures, pointsHit };
}

/** The result in words, with the command that replays each failure. */
export function tell({ runs, onSql, sums, failures, pointsHit }: CampaignResult): string {
  const lines = failures.map(
    ({ seed, faults }) => `seed ${seed} fails: ${faults.join('; ')}\n  npm run sim -- --seed ${seed} --runs 1 --log`,
  );
  const missed = POINTS.filter((point) => !pointsHit.has(point));
  const share = ((100 * pointsHit.size) / POINTS.length).toFixed(0);
  lines.push(
    `acked ${sums.acked}, applied ${sums.applied}, rejected ${sums.rejected}, quarantined ${sums.quarantined}, lost ${sums.lost}, duplicated ${sums.duplicated} over ${runs} seeds`,
    `${sums.photos} photos reached the server; ${onSql} of the seeds went over the server's real SQL`,
    `died at ${pointsHit.size} of ${POINTS.length} points (${share} %)${missed.length > 0 ? `; not at ${missed.join(', ')}` : ''}`,
  );
  return `${lines.join('\n')}\n`;
}
