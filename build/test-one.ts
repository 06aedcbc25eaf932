// `npm run test:one -- FILE [-t NAME]`: one test file, in the project to which its name belongs.
import { ensureChromium } from './test/chromium.ts';
import { packaged, runProgram } from './test/program.ts';
import { projectOf } from './test/project-of.ts';

const [file, ...more] = process.argv.slice(2);
if (file === undefined) {
  console.error('Quel fichier ? Par exemple : npm run test:one -- shared/domain/stock.test.ts');
  process.exit(1);
}
const project = projectOf(file);
if (project === 'e2e') await ensureChromium();
process.exitCode = await runProgram(packaged('vitest'), [
  'run',
  '--configLoader',
  'native',
  '--project',
  project,
  file,
  ...more,
]);
