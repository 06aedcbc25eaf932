import { defineConfig } from 'vitest/config';
import { LongestFirst } from './build/test/longest-first.ts';
import { TEST_MS, UNIT_TEST_MS, WAIT_MS } from './shared/testing/wait-limits.ts';

const CODE = ['build', 'shared', 'server', 'desktop', 'mobile-pwa'];
const tests = (suffix: string) => CODE.map((folder) => `${folder}/**/*.${suffix}`);

/** Starts one throw-away PostgreSQL for the run; `createTestDatabase()` makes databases on it. */
const POSTGRES = './shared/testing/postgres-setup.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A third of a run went into importing the same modules for each file anew. No test replaces a module; what one
    // turns (a global, a timer) it turns back, and vitest sees to that for its own.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    // Two runs of one clone share nothing but the sources.
    cache: false,
    expect: { poll: { timeout: WAIT_MS } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [...tests('test.ts'), ...tests('test.tsx')],
          exclude: ['**/*.integration.test.ts', '**/*.e2e.test.ts'],
          testTimeout: UNIT_TEST_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: tests('integration.test.ts'),
          globalSetup: POSTGRES,
          testTimeout: TEST_MS,
          hookTimeout: TEST_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: tests('e2e.test.ts'),
          globalSetup: POSTGRES,
          testTimeout: TEST_MS,
          hookTimeout: TEST_MS,
        },
      },
    ],
  },
});
