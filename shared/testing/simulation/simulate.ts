import { ask, askColumn } from './ask.ts';
import { heal, somethingHappens } from './disasters.ts';
import { summaryFaults } from './judge-summaries.ts';
import { MemoryServer } from './memory-server.ts';
import { type Mutant, NO_MUTANT } from './mutants.ts';
import { appliedIn, judge, type Sums } from './oracle.ts';
import { endOfShift, somebodyActs } from './people.ts';
import { UNFORWARDED_PHOTOS, UNSENT_PHOTOS } from './photo-ledger.ts';
import { Run } from './run.ts';
import type { ServerFixture } from './server-fixture.ts';
import type { SimPhone } from './sim-phone.ts';

export interface SimOptions {
  mutant?: Mutant;
  server?: ServerFixture;
  write?: (line: string) => void;
}

export interface Outcome {
  seed: number;
  /** SHA-256 over all that happened. */
  hash: string;
  sums: Sums;
  faults: string[];
  /** The points at which a process died. */
  points: Set<string>;
}

const SETTLE_STEP_MS = 5_000;
/** Longer than what was set aside waits until it is offered again. */
const SETTLE_STEPS = 750;

/** A day of a company by one seed: people work, everything goes wrong, it is repaired, and the oracle counts. */
export async function simulate(seed: number, options: SimOptions = {}): Promise<Outcome> {
  const run = new Run(seed, options.server ?? new MemoryServer(), options.mutant ?? NO_MUTANT, options.write ?? null);
  try {
    await begin(run, `e${seed}`);
    await theDay(run);
    const sums = await end(run);
    run.log.say(JSON.stringify(sums));
    return { seed, hash: run.log.digest(), sums, faults: run.ledger.faults, points: run.fate.died };
  } finally {
    run.close();
  }
}

/** The company opens its doors. */
export async function begin(run: Run, epoch: string): Promise<void> {
  await run.server.fixture.seed(run.fixture, epoch);
  for (const one of [run.server, ...run.hubs, ...run.phones]) await run.scheduler.beginLoop(() => one.begin());
}

/** What is broken is repaired, everything settles, and the oracle counts. */
export async function end(run: Run): Promise<Sums> {
  heal(run);
  await settle(run);
  const held = await run.server.fixture.held();
  const photos = await run.server.fixture.photos();
  const isServerRestored = run.restored.has('server');
  const { ledger, fixture, phones, hubs } = run;
  const dayEnd = await run.server.fixture.dayEnd();
  const sums = judge({ ledger, fixture, held, dayEnd, photos, phones, hubs, isServerRestored });
  for (const fault of await summaryFaults(run.server.fixture, run.server.hq, appliedIn(held, 'DELIVERY_VALIDATED'))) {
    ledger.fault(fault);
  }
  return sums;
}

async function theDay(run: Run): Promise<void> {
  const steps = run.chance.between(25, 60);
  for (let step = 0; step < steps && run.ledger.faults.length === 0; step += 1) {
    await run.scheduler.runUntil(run.scheduler.now + run.chance.between(200, 15_000));
    if (run.chance.happens(0.6)) await somebodyActs(run);
    else await somethingHappens(run);
    await run.look();
  }
  await endOfShift(run);
  await run.look();
}

/** Time passes until nobody has anything left to do; set-aside events are offered again, as their authors would. */
async function settle(run: Run): Promise<void> {
  for (let step = 0; step < SETTLE_STEPS; step += 1) {
    await run.scheduler.runUntil(run.scheduler.now + SETTLE_STEP_MS);
    await run.look();
    for (const phone of run.phones) {
      const stuck = phone.app?.store.inbox().filter(({ can_retry }) => can_retry) ?? [];
      for (const { event_id } of stuck) phone.app?.store.offerAgain(event_id);
      if (phone.wantsSignIn) await phone.signInAgain(run.server.fixture);
    }
    if (run.ledger.faults.length > 0 || (await isSettled(run))) return;
  }
}

const CURSOR = {
  hub: `SELECT value FROM meta WHERE key = 'cursor'`,
  phone: `SELECT value FROM sync_meta WHERE key = 'cursor'`,
};
/** Its person has still to sign in, or the app to begin as the device that came of it. */
const PUT_BACK = `SELECT 1 FROM sync_meta WHERE key = 'put_back'`;
const OPEN = {
  hub: `SELECT 1 FROM relay_queue WHERE state = 0 UNION ALL ${UNFORWARDED_PHOTOS} LIMIT 1`,
  phone: `SELECT 1 FROM sync_queue
    WHERE id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server')
    UNION ALL ${UNSENT_PHOTOS}
    -- Somebody has signed in as its successor, and the app has not begun as that yet.
    UNION ALL SELECT 1 FROM sync_meta WHERE key = 'put_back' LIMIT 1`,
};

async function isSettled({ phones, hubs, server }: Run): Promise<boolean> {
  const { revoked } = await server.fixture.held();
  const head = await server.fixture.head();
  const isDone = (database: SimPhone['database'], kind: 'hub' | 'phone') =>
    askColumn(database, CURSOR[kind])[0] === head && ask(database, OPEN[kind]).length === 0;
  return (
    hubs.every(({ database }) => isDone(database, 'hub')) &&
    phones.every(
      ({ device, database }) =>
        revoked.includes(device.id) || (isDone(database, 'phone') && ask(database, PUT_BACK).length === 0),
    )
  );
}
