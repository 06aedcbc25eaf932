/** What became of the tests of one check. */
export interface Tally {
  readonly passed: number;
  /** One name or sentence for each failure. */
  readonly failures: readonly string[];
  readonly skips: readonly Skip[];
  /** Tests that failed among the others and passed when they were run again by themselves: to be looked into. */
  readonly unsteady: readonly string[];
}

/** A test that may be skipped, and why. */
export interface Skip {
  readonly name: string;
  readonly reason: string;
}

export const NOTHING: Tally = { passed: 0, failures: [], skips: [], unsteady: [] };

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
    skips: tallies.flatMap(({ skips }) => skips),
    unsteady: tallies.flatMap(({ unsteady }) => unsteady),
  };
}

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    /** Milliseconds since 1970. */
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/**
 * Counts a vitest run. A skip that is not on the list counts as a failure, as do a file that could not be loaded, a run
 * without a single test, and a run that vitest itself calls failed for another reason (an unhandled error).
 */
export function tallyOf(project: string, report: VitestReport, exitCode: number, allowed: readonly Skip[]): Tally {
  const files = report.testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) =>
    tests.filter((test) => test.status === status).map(({ fullName }) => fullName.trim());
  const passed = named('passed').length;
  const skipped = tests
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName.trim());
  const skips = skipped.flatMap((name) => allowed.find((skip) => skip.name === name) ?? []);
  const failures = [
    ...named('failed').map((name) => `${project}: ${name}`),
    ...files
      .filter(
        ({ status, assertionResults }) =>
          status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
      )
      .map(({ name, message }) => `${project}: ${name} (${message?.split('\n')[0] || 'could not be run'})`),
    ...skipped
      .filter((name) => !skips.some((skip) => skip.name === name))
      .map((name) => `${project}: ${name} (skipped, and not on the list build/skips.json)`),
  ];
  if (passed === 0 && failures.length === 0) failures.push(`${project}: no test was run`);
  if (exitCode !== 0 && failures.length === 0)
    failures.push(`${project}: vitest ended with code ${exitCode}, see above`);
  return { passed, failures, skips, unsteady: [] };
}

/** The files that took longest, a line each: where to look when the run goes over its budget of time. */
export function slowest(report: VitestReport, count: number): string[] {
  return report.testResults
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`);
}

/** More failures than this are no accident of a busy machine: none of them gets a second run. */
const MOST_SECOND_RUNS = 3;

/** The files to run again by themselves: those of the failed tests, if they are few and nothing else went wrong. */
export function toRunAgain({ testResults }: VitestReport, { failures }: Tally): string[] {
  const failed = testResults.filter(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'failed'),
  );
  const tests = failed.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed'));
  const isAccident = tests.length === failures.length && tests.length <= MOST_SECOND_RUNS;
  return isAccident ? failed.map(({ name }) => name) : [];
}

/** A run and the second one of its failed files: a test that failed and then passed counts as passed, and is named. */
export function withSecondRun(first: Tally, report: VitestReport, second: Tally): Tally {
  if (second.failures.length > 0) return { ...first, failures: second.failures };
  const unsteady = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${fullName.trim()} (${failureMessages?.[0]?.split('\n')[0] ?? 'failed'})`);
  return { ...first, passed: first.passed + unsteady.length, failures: [], unsteady };
}
