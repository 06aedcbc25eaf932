import { expect, test } from 'vitest';
import { slowest, tallyOf, toRunAgain, type VitestReport, withSecondRun } from './tally.ts';

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

test('a few failed tests run again alone; what passes then is counted and named, what fails again has failed', () => {
  const first = report(['failed', 'odd'], ['passed', 'good']);
  const tally = tallyOf('e2e', first, 1, []);
  expect(toRunAgain(first, tally)).toEqual(['a.test.ts']);
  const passed = tallyOf('e2e', report(['passed', 'odd'], ['passed', 'good']), 0, []);
  expect(withSecondRun(tally, first, passed)).toMatchObject({ passed: 2, failures: [], unsteady: ['odd (failed)'] });
  expect(withSecondRun(tally, first, tally)).toMatchObject({ passed: 1, failures: ['e2e: odd'], unsteady: [] });
});

test('many failures, a file that does not load and a skip that is not listed get no second run', () => {
  const many = report(['failed', '1'], ['failed', '2'], ['failed', '3'], ['failed', '4']);
  expect(toRunAgain(many, tallyOf('e2e', many, 1, []))).toEqual([]);
  const skipped = report(['failed', '1'], ['skipped', '2']);
  expect(toRunAgain(skipped, tallyOf('e2e', skipped, 1, []))).toEqual([]);
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
