import { defineConfig } from 'vitest/config';

const CODE = ['build', 'shared', 'server', 'desktop', 'mobile-pwa'];
const tests = (suffix: string) => CODE.map((folder) => `${folder}/**/*.${suffix}`);

/** Starts one throw-away PostgreSQL for the run; `createTestDatabase()` makes databases on it. */
const POSTGRES = './shared/testing/postgres-setup.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Two runs of one clone share nothing but the sources.
    cache: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [...tests('test.ts'), ...tests('test.tsx')],
          exclude: ['**/*.integration.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: tests('integration.test.ts'),
          globalSetup: POSTGRES,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: tests('e2e.test.ts'),
          globalSetup: POSTGRES,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
