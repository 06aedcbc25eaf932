import { existsSync, readFileSync } from 'node:fs';
import type { Database } from '#server/store/database.ts';
import { systemClock } from '#shared/ports/clock.ts';
import type { NodeProcess } from '../world/node-process.ts';
import { planRound, signDeeds } from './actions.ts';
import { hireCrew, type Phone } from './crew.ts';
import { type Lab, NOWHERE } from './lab.ts';
import { fillQueue } from './queue.ts';
import { atMost, median, type Reading, ratioReading } from './readings.ts';

const QUEUED = 1_000_000;
/** So many of the backlog are events that the server will take: what is drained while memory is watched. */
const DRAINED = 40_000;
const STARTS = 5;
const SETTLED_AFTER_MS = 4_000;
const LOOKS = 20;
const LOOK_EVERY_MS = 100;

/** A hub with a million events waiting, against the same hub with none: how long it takes to start, and its memory. */
export async function hubSize(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const [phone] = (await hireCrew(server.database, 1)) as [Phone];
  const [empty, full] = [await lab.enrolHub(server), await lab.enrolHub(server)];
  const events = await signDeeds(phone, DRAINED, await planRound(server.database, [phone], DRAINED / 2));
  fillQueue(full.dataDir, QUEUED, events);
  const starts = ratioReading(
    'hub cold start with 1 million queued ÷ empty',
    atMost(1.2),
    { over: 'queued ms', under: 'empty ms' },
    await coldStarts(lab, empty.dataDir, full.dataDir),
  );
  // Elsewhere than on Linux a process cannot be looked into so simply, and the figure is left out.
  if (!existsSync('/proc/self/status')) return [starts];
  const idle = [await idleMemory(lab, empty.dataDir), await idleMemory(lab, full.dataDir)] as const;
  const draining = await drainingMemory(lab, server, full.dataDir, phone);
  const names = (what: string) => ({ over: `${what} MiB`, under: 'empty and idle MiB' });
  return [
    starts,
    ratioReading('hub memory, idle with 1 million queued ÷ empty', atMost(1.2), names('queued'), [
      { over: idle[1], under: idle[0] },
    ]),
    ratioReading('hub memory, draining 1 million (peak) ÷ empty and idle', atMost(2), names('draining'), [
      { over: draining, under: idle[0] },
    ]),
  ];
}

async function coldStarts(lab: Lab, empty: string, full: string): Promise<{ over: number; under: number }[]> {
  const start = async (dataDir: string): Promise<number> => {
    const from = performance.now();
    const hub = await lab.openHub(dataDir, NOWHERE);
    const ms = performance.now() - from;
    await hub.end('SIGTERM');
    return ms;
  };
  const rounds: { over: number; under: number }[] = [];
  // The first round fills the disk's cache and does not count.
  for (let round = 0; round <= STARTS; round += 1) {
    const measured = { under: await start(empty), over: await start(full) };
    if (round > 0) rounds.push(measured);
  }
  return rounds;
}

async function idleMemory(lab: Lab, dataDir: string): Promise<number> {
  const hub = await lab.openHub(dataDir, NOWHERE);
  await systemClock.sleep(SETTLED_AFTER_MS);
  const seen: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    seen.push(residentMib(hub));
    await systemClock.sleep(LOOK_EVERY_MS);
  }
  await hub.end('SIGTERM');
  return median(seen);
}

/** The most that it held while it handed on what the server takes. */
async function drainingMemory(
  lab: Lab,
  server: { url: string; database: Database },
  dataDir: string,
  phone: Phone,
): Promise<number> {
  const hub = await lab.openHub(dataDir, server.url);
  let peak = 0;
  for (let held = 0; held < DRAINED; ) {
    peak = Math.max(peak, residentMib(hub));
    await systemClock.sleep(LOOK_EVERY_MS);
    const { rows } = await server.database.query<{ complete_up_to: number }>(
      'SELECT complete_up_to FROM journals WHERE device_id = $1',
      [phone.id],
    );
    held = rows[0]?.complete_up_to ?? 0;
  }
  await hub.end('SIGKILL');
  return peak;
}

/** Resident memory of a node's process, as Linux tells it. */
function residentMib({ child }: NodeProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}
