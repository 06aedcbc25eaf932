import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packaged, runProgram } from './program.ts';
import { type Skip, slowest, type Tally, tallyOf, type VitestReport } from './tally.ts';

const SKIPS = path.resolve(import.meta.dirname, '../skips.json');

const SLOWEST = 12;
/** On two cores: end-to-end tests wait for browsers, human delays and each other's locks most of the time. */
const WORKERS: Readonly<Record<string, number>> = { unit: 2, integration: 3, e2e: 4 };

/** Runs one of vitest's projects (see vitest.config.ts), shows its output and counts its report. */
export async function runTests(project: string): Promise<Tally> {
  const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-report-'));
  const file = path.join(folder, 'report.json');
  try {
    // The native loader writes no temporary file among the packages, where a second run could meet it.
    const workers = ['--maxWorkers', String(WORKERS[project] ?? 2)];
    const how = ['run', '--project', project, ...workers, '--configLoader', 'native'];
    const code = await runProgram(packaged('vitest'), [
      ...how,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    const report: VitestReport = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
    console.log(`  The slowest files:\n${slowest(report, SLOWEST).join('\n')}`);
    const allowed: Skip[] = JSON.parse(readFileSync(SKIPS, 'utf8'));
    return tallyOf(project, report, code ?? 1, allowed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
