// `npm run test:browsers`: fetches the old browsers and runs the phone app in each; with `--fetch` it only fetches them.
import { fetchOldBrowsers } from './test/old-browsers.ts';
import { packaged, runProgram } from './test/program.ts';

const faults = await fetchOldBrowsers();
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else if (!process.argv.includes('--fetch')) {
  const how = ['run', '--project', 'e2e', '--configLoader', 'native', 'old-browsers'];
  process.exitCode = (await runProgram(packaged('vitest'), how)) ?? 1;
}
