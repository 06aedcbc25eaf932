import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '#server/store/database.ts';
import { auditSums } from '#server/store/sums/audit-sums.ts';
import { Chance } from '../../simulation/chance.ts';
import { type NodeProcess, startNode } from '../node-process.ts';
import { call, enrollCode, eventually, signIn, whileItMoves } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Crowd, DINAR, openCrowd } from './crowd.ts';

export interface KillRun {
  /** A superuser's connection string of a database without tables. */
  databaseUrl: string;
  kills: number;
  phones: number;
  seed: number;
  tell: (line: string) => void;
}

export interface KillFigures {
  events: number;
  /** From a hub's death to its next answer, in ms. */
  slowestBack: number;
  drainMs: number;
  /** What is not as it has to be, in words; empty where all is well. */
  faults: string[];
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** After each kill every phone must be answered twice more: the first answer may have been under way. */
const ANSWERS_BETWEEN = 2;
const GOES_ON_MS = 180_000;
const WEATHERS = ['good', 'slow', 'half-open', 'answers lost', 'cut'] as const;
type Weather = (typeof WEATHERS)[number];
const SLOW_BYTES_PER_SECOND = 100_000;

/**
 * A server and a hub as processes of their own, killed in turn under phones that hand in all the while, over a line that is
 * another with each kill. In the end the line is good: what was taken is at HQ, once.
 */
export async function killUnderLoad(run: KillRun): Promise<KillFigures> {
  const chance = new Chance(run.seed);
  const depot = await openDepot(run.databaseUrl);
  const { looker, wan } = depot;
  try {
    const crowd = await openCrowd({ ...(await placesOf(depot)), count: run.phones, chance });
    const before = await balanceOf(depot);
    let slowestBack = 0;
    for (let n = 0; n < run.kills; n += 1) {
      const weather = chance.pick(WEATHERS);
      turn(wan, weather);
      const victim = n % 2 === 0 ? 'hub' : 'server';
      const back = await depot.kill(victim);
      if (victim === 'hub') slowestBack = Math.max(slowestBack, back);
      await everyPhoneGoesOn(crowd);
      run.tell(
        `kill ${n + 1} of ${run.kills}: the ${victim}, back after ${seconds(back)}, line ${weather}; ${crowd.made()} entries so far`,
      );
    }
    await crowd.end();
    turn(wan, 'good');
    const from = performance.now();
    run.tell(`${crowd.made() - (await countOf(looker, crowd))} of ${crowd.made()} entries wait for the good line`);
    await whileItMoves(() => countOf(looker, crowd), crowd.made(), 'everything reaches HQ');
    const drainMs = performance.now() - from;
    const faults = [...crowd.odd, ...(await faultsAtHq(depot, crowd, before))];
    return { events: crowd.made(), slowestBack, drainMs, faults };
  } finally {
    await depot.close();
  }
}

function turn(wan: Wan, weather: Weather): void {
  wan.reconnect();
  switch (weather) {
    case 'good':
      return;
    case 'slow':
      wan.slowTo(SLOW_BYTES_PER_SECOND);
      return;
    case 'half-open':
      wan.freeze();
      return;
    case 'answers lost':
      wan.loseAnswers();
      return;
    case 'cut':
      wan.cut();
      return;
  }
}

async function everyPhoneGoesOn(crowd: Crowd): Promise<void> {
  const before = crowd.answered();
  await eventually(
    () => crowd.answered().filter((count, index) => count < (before[index] ?? 0) + ANSWERS_BETWEEN).length,
    (behind) => behind === 0,
    'every phone hands in again',
    GOES_ON_MS,
  );
}

interface Depot {
  serverUrl: string;
  hubUrl: string;
  wan: Wan;
  looker: Database;
  clientId: string;
  depotId: number;
  /** → how long it was away, in ms. */
  kill(which: 'hub' | 'server'): Promise<number>;
  close(): Promise<void>;
}

async function openDepot(databaseUrl: string): Promise<Depot> {
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-kills-'));
  const looker = openDatabase(databaseUrl);
  const serverEnv = { DATABASE_URL: databaseUrl, MANCHENGO_DEMO: '1', MANCHENGO_DATA_DIR: join(folder, 'server') };
  const server = await startNode('server', serverEnv);
  const serverUrl = server.ready.url;
  const wan = await openWan(serverUrl);
  const hubEnv = { MANCHENGO_DATA_DIR: join(folder, 'hub'), MANCHENGO_UPSTREAM: wan.url, MANCHENGO_TLS: 'off' };
  const code = await enrollCode(serverUrl, 'ALG');
  const hub = await startNode('hub', { ...hubEnv, MANCHENGO_ENROLL_CODE: code });
  const hubUrl = hub.ready.url;
  const nodes: Record<'hub' | 'server', NodeProcess> = { hub, server };
  const start = {
    hub: () => startNode('hub', { ...hubEnv, MANCHENGO_PORT: new URL(hubUrl).port }),
    server: () => startNode('server', { ...serverEnv, MANCHENGO_PORT: new URL(serverUrl).port }),
  };
  // The last resort on Ctrl-C, where nothing asynchronous runs any more.
  const abandon = () => {
    for (const { child } of Object.values(nodes)) child.kill('SIGKILL');
  };
  process.once('exit', abandon);
  return {
    ...{ serverUrl, hubUrl, wan, looker },
    ...(await clientOf(looker)),
    async kill(which) {
      const from = performance.now();
      await nodes[which].end('SIGKILL');
      nodes[which] = await start[which]();
      return performance.now() - from;
    },
    async close() {
      process.removeListener('exit', abandon);
      await nodes.hub.end('SIGKILL');
      await nodes.server.end('SIGKILL');
      await wan.close();
      await looker.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function clientOf(looker: Database): Promise<Pick<Depot, 'clientId' | 'depotId'>> {
  const { rows } = await looker.query<{ client_id: string; depot_id: number }>(
    `SELECT client_id, depot_id FROM client_depots JOIN depots d ON d.id = depot_id WHERE d.code = 'ALG' LIMIT 1`,
  );
  if (rows[0] === undefined) throw new Error('the demo has no client at ALG');
  return { clientId: rows[0].client_id, depotId: rows[0].depot_id };
}

const placesOf = async ({ serverUrl, hubUrl, clientId, depotId }: Depot) => ({
  ...{ serverUrl, hubUrl, clientId, depotId },
  admin: await signIn(serverUrl, 'admin'),
});

async function balanceOf({ looker, clientId }: Depot): Promise<number> {
  const { rows } = await looker.query<{ balance: string }>('SELECT balance FROM clients WHERE id = $1', [clientId]);
  return Number(rows[0]?.balance);
}

async function countOf(looker: Database, { deviceIds }: Crowd): Promise<number> {
  const { rows } = await looker.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM events WHERE device_id = ANY ($1::uuid[])',
    [deviceIds],
  );
  return rows[0]?.n ?? 0;
}

/** What was handed in stands there once, in unbroken journals, applied, and all sums hold. */
async function faultsAtHq(depot: Depot, crowd: Crowd, before: number): Promise<string[]> {
  const { looker } = depot;
  const { rows } = await looker.query<{ id: string; what: string }>(
    `SELECT device_id AS id, 'has ' || count(*) || ' entries up to number ' || max(seq) AS what
     FROM events WHERE device_id = ANY ($1::uuid[]) GROUP BY device_id HAVING count(*) <> max(seq)
     UNION ALL SELECT id, action || ' is ' || status || coalesce(' ' || error_code, '')
     FROM events WHERE device_id = ANY ($1::uuid[]) AND status <> 'APPLIED'`,
    [crowd.deviceIds],
  );
  const paid = (before - (await balanceOf(depot))) / DINAR;
  const { body } = await call(depot.hubUrl, 'GET', '/api/node');
  return [
    ...rows.map(({ id, what }) => `${id} ${what}`),
    ...(paid === crowd.payments() ? [] : [`${crowd.payments()} payments were taken, and ${paid} are booked`]),
    ...(body.node === 'hub' ? [] : ['the hub does not answer']),
    ...(await auditSums(looker)).flatMap(({ check, rows: wrong }) => wrong.map((row) => `${check}: ${row}`)),
  ];
}
