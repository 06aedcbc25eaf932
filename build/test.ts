// `npm test`: every check, with its time, and the sums at the end; `npm test -- --unit`: only the quick ones, for the inner
// loop. The set-up is done when this file runs (see run.mjs).
import { parseArgs } from 'node:util';
import { ensureChromium } from './test/chromium.ts';
import { ensureDatabases } from './test/databases.ts';
import { ensureElectron } from './test/electron.ts';
import { ensureNetworkTools } from './test/network-tools.ts';
import { lookForOldBrowsers } from './test/old-browsers.ts';
import { runStatic } from './test/static-checks.ts';
import { addTallies, type Tally } from './test/tally.ts';
import { runTests } from './test/vitest-run.ts';

type Check = [heading: string, check: () => Promise<Tally>];

const UNIT: Check = ['Unit tests, import zones and rule numbers among them', () => runTests('unit')];
const CHECKS: readonly Check[] = [
  ['Lint and format (biome)', () => runStatic('biome', ['ci', '--error-on-warnings', '.'])],
  ['Types (tsc)', () => runStatic('tsc', ['-p', '.'])],
  UNIT,
  ['Networks for the tests of mDNS', ensureNetworkTools],
  ['Databases as others run them', ensureDatabases],
  ['Integration tests: SQLite, PostgreSQL, HTTP', () => runTests('integration')],
  ['Chromium for the end-to-end tests', ensureChromium],
  ['Old browsers for the end-to-end tests', lookForOldBrowsers],
  ['Electron for the end-to-end tests', ensureElectron],
  ['End-to-end tests', () => runTests('e2e')],
];

const { values: options } = parseArgs({ options: { unit: { type: 'boolean', default: false } } });
const began = Date.now();
const tallies: Tally[] = [];
for (const [heading, check] of options.unit ? [UNIT] : CHECKS) {
  const start = Date.now();
  console.log(`\n— ${heading}`);
  const tally = await check();
  tallies.push(tally);
  const verdict = tally.failures.length === 0 ? 'ok' : 'FAILED';
  console.log(`  ${verdict}, ${seconds(start)}`);
}

const total = addTallies(tallies);
console.log(`\nAll checks took ${seconds(began)}.`);
for (const { name, reason } of total.skips) console.log(`  skipped: ${name} (${reason})`);
for (const test of total.unsteady) console.log(`  unsteady, passed alone: ${test}`);
for (const failure of total.failures) console.log(`  failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failures.length} failed, ${total.skips.length} skipped`);
process.exitCode = total.failures.length === 0 ? 0 : 1;

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
