import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packaged, runProgram } from './program.ts';
import { type Skip, slowest, type Tally, tallyOf, toRunAgain, type VitestReport, withSecondRun } from './tally.ts';

const SKIPS = path.resolve(import.meta.dirname, '../skips.json');

const SLOWEST = 12;
/** On two cores: end-to-end tests wait for browsers, human delays and each other's locks most of the time. */
const WORKERS: Readonly<Record<string, number>> = { unit: 2, integration: 3, e2e: 4 };

/**
 * Runs one of vitest's projects (see vitest.config.ts), shows its output and counts its report. Where a few tests failed,
 * their files run again, alone: a test that passes then was beaten by a busy machine, and is named as unsteady; one that
 * fails again has failed.
 */
export async function runTests(project: string): Promise<Tally> {
  const allowed: Skip[] = JSON.parse(readFileSync(SKIPS, 'utf8'));
  const first = await runVitest(project, WORKERS[project] ?? 2, []);
  console.log(`  The slowest files:\n${slowest(first.report, SLOWEST).join('\n')}`);
  const tally = tallyOf(project, first.report, first.code, allowed);
  const again = toRunAgain(first.report, tally);
  if (again.length === 0) return tally;
  console.log(`  Failed among the others, and run again alone:\n${again.map((file) => `    ${file}`).join('\n')}`);
  const second = await runVitest(project, 1, again);
  return withSecondRun(tally, first.report, tallyOf(project, second.report, second.code, allowed));
}

async function runVitest(project: string, workers: number, files: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-report-'));
  const file = path.join(folder, 'report.json');
  try {
    // The native loader writes no temporary file among the packages, where a second run could meet it.
    const how = ['run', '--project', project, '--maxWorkers', String(workers), '--configLoader', 'native'];
    const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await runProgram(packaged('vitest'), [...how, ...reports, ...files]);
    const report: VitestReport = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
    return { code: code ?? 1, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
