import { expect, test } from 'vitest';
import { slowest, tallyOf, type VitestReport } from './tally.ts';

const TIMES = { startTime: 0, endTime: 1500 };
const ALLOWED = [{ name: 'needs root', reason: 'this is not root' }];

test('a listed skip is counted with its reason; any other skip is a failure and is named', () => {
  const tally = tallyOf('unit', report(['passed', 'one'], ['skipped', 'needs root'], ['todo', 'later']), 0, ALLOWED);
  expect(tally.passed).toBe(1);
  expect(tally.skips).toEqual(ALLOWED);
  expect(tally.failures).toEqual([expect.stringContaining('later (skipped')]);
});

test('a failed test, a file that does not load and an unhandled error are failures', () => {
  expect(tallyOf('unit', report(['failed', 'bad'], ['passed', 'good']), 1, []).failures).toEqual(['unit: bad']);
  const unloadable = {
    testResults: [{ ...TIMES, name: 'a.test.ts', status: 'failed', message: 'no such file', assertionResults: [] }],
  };
  expect(tallyOf('unit', unloadable, 1, []).failures).toEqual(['unit: a.test.ts (no such file)']);
  expect(tallyOf('unit', report(['passed', 'good']), 1, []).failures).toHaveLength(1);
});

test('a run without a test is a failure', () => {
  expect(tallyOf('e2e', { testResults: [] }, 0, []).failures).toEqual(['e2e: no test was run']);
});

test('the files that took longest come first', () => {
  const { testResults } = report(['passed', 'one']);
  const long = { ...testResults[0]!, name: 'b.test.ts', endTime: 12_340 };
  expect(slowest({ testResults: [...testResults, long, ...testResults] }, 2)).toEqual([
    '  12.3 s  b.test.ts',
    '   1.5 s  a.test.ts',
  ]);
});

function report(...tests: [string, string][]): VitestReport {
  const failed = tests.some(([status]) => status === 'failed');
  const assertionResults = tests.map(([status, fullName]) => ({ status, fullName }));
  return { testResults: [{ ...TIMES, name: 'a.test.ts', status: failed ? 'failed' : 'passed', assertionResults }] };
}
