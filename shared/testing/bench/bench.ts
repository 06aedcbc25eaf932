import { parseArgs } from 'node:util';
import { arrival } from './arrival.ts';
import { hubAccept } from './hub-accept.ts';
import { hubSize } from './hub-size.ts';
import { type Lab, openLab } from './lab.ts';
import { latency } from './latency.ts';
import { describeMachine } from './machine.ts';
import { manyHubs } from './many-hubs.ts';
import { numbering } from './numbering.ts';
import { installPeers } from './peers.ts';
import { phone } from './phone.ts';
import { pull } from './pull.ts';
import type { Reading } from './readings.ts';
import { printReading, printTable } from './report.ts';
import { serverApply } from './server-apply.ts';
import { statements } from './statements.ts';
import { wholeWay } from './whole-way.ts';

/**
 * `npm run bench`: every ratio of the goals table, each against a bare limit measured in the same run, medians of
 * interleaved rounds. Asserts nothing: the exit code says only whether everything could be measured.
 *   --json            one JSON document on standard output, for machines
 *   --only <name>     one measurement alone; may be given more than once
 *   --peers           fetches the packages of the chain that others would build, to measure it too
 *   --profile <folder>  CPU profiles of every node into a folder
 */
const MEASUREMENTS: Record<string, (lab: Lab) => Promise<Reading[]>> = {
  'hub-accept': hubAccept,
  'server-apply': serverApply,
  'whole-way': wholeWay,
  arrival,
  pull,
  'hub-size': hubSize,
  latency,
  'many-hubs': manyHubs,
  numbering,
  statements,
  phone,
};

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    peers: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const names = options.only ?? Object.keys(MEASUREMENTS);
const unknown = names.filter((name) => !Object.hasOwn(MEASUREMENTS, name));
if (unknown.length > 0) {
  process.stderr.write(`No measurement is called ${unknown.join(', ')}: ${Object.keys(MEASUREMENTS).join(', ')}.\n`);
  process.exit(1);
}

if (options.peers) {
  const installed = installPeers();
  if (!installed.ok) process.stderr.write(`The peer chain is left out: ${installed.error}.\n`);
}
const lab = await openLab(options.profile ?? null);
try {
  const machine = await describeMachine(lab.postgres);
  const readings: Reading[] = [];
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    for (const reading of await measure(name)) {
      readings.push(reading);
      process.stderr.write(`  ${printReading(reading)}\n`);
    }
    await lab.clear();
  }
  process.stdout.write(
    options.json ? `${JSON.stringify({ machine, readings }, null, 2)}\n` : printTable(machine, readings),
  );
} finally {
  await lab.close();
}

/** What cannot be measured says so and holds up nothing else; the exit code tells. */
async function measure(name: string): Promise<Reading[]> {
  try {
    return (await MEASUREMENTS[name]?.(lab)) ?? [];
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`  ${name} could not be measured: ${(error as Error).stack}\n`);
    return [];
  }
}
