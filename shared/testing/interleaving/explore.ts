import type pg from 'pg';
import { Chance } from '../simulation/chance.ts';
import { CommitOrder } from './commit-order.ts';
import { found, type Ground } from './company.ts';
import { faultsOf, gapBehind } from './invariants.ts';
import { inSequence, orderByChance, ordersOfTwo, tellOrder, withOneInterruption } from './orders.ts';
import type { Scenario } from './scenario.ts';
import type { Mutant, Stepper, Trace, Turn } from './stepper.ts';

/** How much of a scenario is tried. */
export interface Depth {
  /** Of the orders of two interruptions, so many by chance; all where there are no more. */
  twice: number;
  /** Orders of any number of interruptions by chance. */
  byChance: number;
  seed: number;
}

export interface Findings {
  orders: number;
  /** How often one had to wait for another's lock. */
  waits: number;
  deadlocks: number;
  /** Attempts that were begun again for another reason. */
  lostRaces: number;
  /** The first order that left something wrong, with all that was. */
  fault: string | null;
}

export const NO_FINDINGS: Findings = { orders: 0, waits: 0, deadlocks: 0, lostRaces: 0, fault: null };

export const together = (a: Findings, b: Findings): Findings => ({
  orders: a.orders + b.orders,
  waits: a.waits + b.waits,
  deadlocks: a.deadlocks + b.deadlocks,
  lostRaces: a.lostRaces + b.lostRaces,
  fault: a.fault ?? b.fault,
});

export const tellFindings = ({ orders, waits, deadlocks, lostRaces, fault }: Findings): string =>
  [
    `${orders} orders tried, ${waits} times one waited for another's lock, ${deadlocks} deadlocks, ${lostRaces} lost races`,
    ...(fault === null ? [] : [`FAULT: ${fault}`]),
  ].join('; ');

class Found extends Error {}

/** Tries a scenario in many orders; stops at the first that leaves something wrong. */
export async function explore(
  scenario: Scenario,
  { ground, stepper, mutant }: { ground: Ground; stepper: Stepper; mutant?: Mutant },
  depth: Depth,
): Promise<Findings> {
  const findings = { ...NO_FINDINGS };
  const run = async (turns: Turn[]): Promise<Trace> => {
    const { trace, faults } = await tryOrder(scenario, turns, { ground, stepper, mutant });
    findings.orders += 1;
    findings.waits += trace.waits;
    findings.deadlocks += trace.failures.filter((state) => state === '40P01').length;
    findings.lostRaces += trace.failures.filter((state) => state === '23505' || state === '40001').length;
    if (faults.length > 0)
      throw new Found(`${scenario.name}, in the order "${tellOrder(turns)}": ${faults.join('; ')}`);
    return trace;
  };
  try {
    await tryAll(scenario, run, depth, ground);
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    findings.fault = error.message;
  }
  return findings;
}

async function tryAll(
  scenario: Scenario,
  run: (turns: Turn[]) => Promise<Trace>,
  { twice, byChance, seed }: Depth,
  ground: Ground,
): Promise<void> {
  const chance = new Chance(seed);
  const count = (await scenario.begin(await found(ground))).works.length;
  const traces = await inSequence(count, run);
  const lengths = Array.from({ length: count }, (_, task) =>
    Math.max(...traces.map(({ texts }) => (texts[task] ?? []).length)),
  );
  if (count === 2) {
    const pair = lengths as [number, number];
    const once = await withOneInterruption(pair, run, scenario.alike === true);
    const orders = once.flatMap((interrupted) => ordersOfTwo(interrupted, pair));
    for (const order of drawn(orders, twice, chance)) await run(order);
  }
  for (let n = 0; n < byChance; n += 1) await run(orderByChance(lengths, (limit) => chance.below(limit)));
}

/** So many of them, by chance; all, in their order, where there are no more. */
function drawn<T>(all: T[], count: number, chance: Chance): T[] {
  if (all.length <= count) return all;
  const left = [...all];
  return Array.from({ length: count }, () => left.splice(chance.below(left.length), 1)[0] as T);
}

async function tryOrder(
  scenario: Scenario,
  turns: Turn[],
  { ground, stepper, mutant }: { ground: Ground; stepper: Stepper; mutant: Mutant | undefined },
): Promise<{ trace: Trace; faults: string[] }> {
  const company = await found(ground);
  const { works, judge } = await scenario.begin(company);
  const head = await headOf(ground);
  const commits = await CommitOrder.begin(ground, head);
  const gaps: string[] = [];
  const onCommit = async (monitor: pg.Client) => {
    gaps.push(...(await gapBehind(head, monitor)));
    await commits.look(monitor);
  };
  const trace = await stepper.run(works, turns, { mutant, onCommit });
  const broken = trace.results.flatMap((result) =>
    result.status === 'rejected' ? [`broke down: ${(result.reason as Error).message}`] : [],
  );
  const results = trace.results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  const faults = [...gaps, ...(await commits.faults()), ...(await faultsOf(company)), ...(await judge(results))];
  return { trace, faults: [...broken, ...faults] };
}

async function headOf({ database }: Ground): Promise<number> {
  const { rows } = await database.query<{ last: number }>('SELECT last FROM change_counter');
  return rows[0]?.last ?? 0;
}
