import process from 'node:process';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { serverHosts } from '../config/server-hosts.ts';
import { readSettings } from '../config/settings.ts';
import { caDomains, companyCa } from './company-ca.ts';
import { operateCa } from './operate-ca.ts';

/** `npm run ca`, with the server's own settings: the roots of the company CA, and the change from one to the next. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const settings = readSettings(process.env);
if (!settings.ok) giveUp(settings.error);
const { dataDir, appHost } = settings.value;
const deps = {
  dataDir,
  clock: systemClock,
  random: systemRandom,
  domains: caDomains(appHost, serverHosts(settings.value)),
};
const done = await operateCa(companyCa(deps), deps, process.argv.slice(2));
if (!done.ok) giveUp(done.error);
process.stdout.write(`${done.value}\n`);
