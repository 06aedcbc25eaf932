import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../postgres.ts';
import { type Ground, openGround } from './company.ts';
import { explore, NO_FINDINGS, tellFindings, together } from './explore.ts';
import { MUTANTS } from './mutants.ts';
import { SCENARIOS } from './scenarios.ts';
import { Stepper } from './stepper.ts';

const PATIENCE_MS = 240_000;
/** `npm run soak` tries all the others. */
const DEPTH = { twice: 2, byChance: 1, seed: 1 };

let database: TestDatabase;
let ground: Ground;
let stepper: Stepper;
let sums = NO_FINDINGS;
let caught = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  ground = await openGround(database.url);
  stepper = await Stepper.open(database.url, 3);
});
afterAll(async () => {
  await stepper?.close();
  await ground?.close();
  await database?.drop();
  process.stdout.write(`${tellFindings(sums)}; ${caught} of ${Object.keys(MUTANTS).length} mutated bugs caught\n`);
});

test.for(SCENARIOS)(
  '[RACE-1] [RACE-2] [RACE-3] one statement at a time, in whatever order: $name',
  { timeout: PATIENCE_MS },
  async (scenario) => {
    const found = await explore(scenario, { ground, stepper }, DEPTH);
    sums = together(sums, found);
    expect(found).toMatchObject({ fault: null, deadlocks: 0 });
  },
);

test.for(Object.keys(MUTANTS))('[RACE-4] caught: %s', { timeout: PATIENCE_MS }, async (name) => {
  const { mutant, seenIn } = MUTANTS[name] as (typeof MUTANTS)[string];
  const first = SCENARIOS.filter((scenario) => scenario.name === seenIn);
  for (const scenario of [...first, ...SCENARIOS]) {
    const { fault } = await explore(scenario, { ground, stepper, mutant }, DEPTH);
    if (fault === null) continue;
    caught += 1;
    return;
  }
  expect.fail(`nobody noticed: ${name}`);
});
