// `npm run test:electron`: fetches an Electron for tests where there is none, and runs the desktop program in it; with
// `--fetch` it only fetches.
import { fetchTestElectron } from './test/electron.ts';
import { packaged, runProgram } from './test/program.ts';

const faults = await fetchTestElectron();
for (const fault of faults) console.error(`SKIPPED: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else if (!process.argv.includes('--fetch')) {
  const how = ['run', '--project', 'e2e', '--configLoader', 'native', 'testing/world/electron/'];
  process.exitCode = (await runProgram(packaged('vitest'), how)) ?? 1;
}
