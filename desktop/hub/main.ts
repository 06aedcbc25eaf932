import { nodeLog } from '#shared/node-app/log.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { reportToParent } from './adapters/parent-reports.ts';
import { parentPort, vaultOfThisProcess } from './key/key-vault.ts';
import { openHub } from './open-hub.ts';
import { printLink } from './print-link.ts';
import { readHubSettings } from './settings.ts';

/**
 * `npm run hub`: one JSON line on standard output when it is ready; one sentence and exit code 1 where it cannot start.
 * `npm run hub -- link` only says the address of its screen again. `npm run hub -- setup`, as its window starts it: a PC that
 * belongs to no depot yet says where its wizard is, `{"setup": "hub", "desktop_url": …}`, and goes on once HQ has taken it in.
 */
const EXIT_AFTER_MS = 5_000;

function stopWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const sayWizard = (desktop_url: string) =>
  void process.stdout.write(`${JSON.stringify({ setup: 'hub', desktop_url })}\n`);

const settings = readHubSettings(process.env);
if (!settings.ok) stopWith(settings.error);
if (process.argv.includes('link')) {
  const say = (to: NodeJS.WriteStream) => (line: string) => void to.write(`${line}\n`);
  process.exit(printLink(settings.value.dataDir, say(process.stdout), say(process.stderr)));
}
const logger = nodeLog('hub', settings.value.logLevel);
const damaged = Promise.withResolvers<void>();
const opened = await openHub({
  settings: settings.value,
  logger,
  vault: vaultOfThisProcess(),
  onDamaged: () => damaged.resolve(),
  ...(process.argv.includes('setup') ? { onSetup: sayWizard } : {}),
}).catch((error: unknown) => {
  logger.fatal({ err: error }, 'the hub could not be opened');
  stopWith(`Manchengo Hub cannot start: ${error instanceof Error ? error.message : String(error)}`);
});
if (!opened.ok) stopWith(opened.error);
const hub = opened.value;
const endReports = reportToParent(parentPort(), { ...hub, clock: systemClock });

let ending = false;
const end = () => {
  // A Ctrl-C reaches a node twice: from the terminal and from its launcher.
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(0), EXIT_AFTER_MS).unref();
  endReports();
  void hub.close().then(() => process.exit(0));
};
void damaged.promise.then(async () => {
  if (ending) return;
  await hub.close();
  stopWith('The database of this depot is damaged: start Manchengo Hub again, and it repairs it.');
});
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.stdout.write(`${JSON.stringify({ ready: 'hub', url: hub.url, desktop_url: hub.desktopUrl })}\n`);
