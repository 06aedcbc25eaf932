import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningHub } from '#hub/open-hub.ts';
import { type OpenServer, openServer } from '#server/app/open-server.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import { auditSums } from '#server/store/sums/audit-sums.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { enrollCode, eventually, startHub } from '../start-world.ts';
import { openSeller, type Seller } from './seller.ts';

/** A server at work, and where its files lie. */
export interface Stage {
  server: OpenServer;
  place(name: string): string;
  /** Ends the server, and starts one at the same address. */
  end(): Promise<void>;
  begin(databaseUrl: string, dataDir: string): Promise<void>;
}

/** How HQ comes to forget something. */
export interface Disaster {
  name: string;
  hasHub: boolean;
  databaseUrl: string;
  /** What comes after this will be forgotten. */
  remember(stage: Stage): Promise<void>;
  /** Puts the older state in the place of the present one, while phones go on. Gives where it is. */
  strike(stage: Stage): Promise<string>;
  /** Whether the server is there again already; else it is begun by this. */
  recover(stage: Stage): Promise<void>;
}

export interface Outcome {
  name: string;
  /** Events that were made in all, and those of them that HQ had forgotten. */
  made: number;
  forgotten: number;
  lost: number;
  /** Invoices with any other effect than that of one sale, and sums that do not hold. */
  doubled: string[];
  /** Before and after. */
  epochs: [string, string];
  seconds: number;
}

export const isGood = ({ forgotten, lost, doubled, epochs }: Outcome): boolean =>
  forgotten > 0 && lost === 0 && doubled.length === 0 && epochs[0] !== epochs[1];

/** Sells, goes on, lets HQ forget, lets devices offer again, and counts. */
export async function drill(disaster: Disaster): Promise<Outcome> {
  const from = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-drill-'));
  const place = (name: string) => join(folder, name);
  const stage = await openStage(disaster.databaseUrl, place);
  const url = stage.server.app.listeningOrigin;
  const hub = disaster.hasHub ? await startHub(place('hub'), url, await enrollCode(url, 'ALG')) : null;
  const sellers = await Promise.all(
    ['seller1.alger', 'seller1.alger'].map((name) => openSeller(hub?.url ?? url, name)),
  );
  try {
    await sellTwice(sellers, hub);
    await disaster.remember(stage);
    await sellTwice(sellers, hub);
    const [known, before] = await lookAt(disaster.databaseUrl, (owner) =>
      Promise.all([idsAtHq(owner), epochOf(owner)]),
    );
    const striking = disaster.strike(stage);
    for (const seller of sellers) await seller.sell();
    const struck = await striking;
    const back = new Set(await lookAt(struck, idsAtHq));
    await disaster.recover(stage);
    return await lookAt(struck, async (owner) => {
      const all = sellers.flatMap((seller) => seller.made());
      const missing = async () => {
        const held = new Set(await idsAtHq(owner));
        return all.filter((id) => !held.has(id)).length;
      };
      await settle(sellers, hub, missing).catch(() => {});
      return {
        name: disaster.name,
        made: all.length,
        forgotten: known.filter((id) => !back.has(id)).length,
        lost: await missing(),
        doubled: await doubledIn(owner, sellers),
        epochs: [before, await epochOf(owner)],
        seconds: Math.round((performance.now() - from) / 100) / 10,
      };
    });
  } finally {
    for (const seller of sellers) await seller.close();
    await hub?.close();
    await stage.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openStage(databaseUrl: string, place: Stage['place']): Promise<Stage> {
  const start = async (url: string, dataDir: string, port: number): Promise<OpenServer> => {
    const logger = nodeLog('server', process.env.MANCHENGO_LOG_LEVEL ?? 'silent');
    const opened = await openServer({ databaseUrl: url, appOrigins: [], demo: true, logger, dataDir });
    if (!opened.ok) throw new Error(opened.error);
    await opened.value.app.listen({ host: '127.0.0.1', port });
    return opened.value;
  };
  const first = await start(databaseUrl, place('first'), 0);
  const port = Number(new URL(first.app.listeningOrigin).port);
  const stage: Stage = {
    server: first,
    place,
    end: () => stage.server.close(),
    async begin(url, dataDir) {
      stage.server = await start(url, dataDir, port);
    },
  };
  return stage;
}

/** Sales that HQ has, and has said so: a phone keeps them for a while, and offers them to nobody any more. */
async function sellTwice(sellers: Seller[], hub: RunningHub | null): Promise<void> {
  for (const seller of [...sellers, ...sellers]) await seller.sell();
  await settle(sellers, hub);
}

/** A device whose server was away asks again after a while that it draws, and a hub after a quarter of a minute. */
const SETTLED_WITHIN_MS = 90_000;

/** Until HQ has everything and phones know it. Who knew it before HQ forgot it has to hear of that first. */
async function settle(
  sellers: Seller[],
  hub: RunningHub | null,
  missing: () => Promise<number> = async () => 0,
): Promise<void> {
  await eventually(
    async () => {
      for (const { phone } of sellers) phone.engine?.kick();
      hub?.uplink.kick();
      return [await missing(), ...sellers.map((seller) => seller.unproved())];
    },
    (left) => left.every((count) => count === 0),
    'HQ has everything, and phones know it',
    SETTLED_WITHIN_MS,
  );
}

async function lookAt<T>(url: string, look: (owner: Database) => Promise<T>): Promise<T> {
  const owner = openDatabase(url);
  try {
    return await look(owner);
  } finally {
    await owner.end();
  }
}

async function epochOf(database: Database): Promise<string> {
  const { rows } = await database.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'epoch'`);
  return rows[0]?.value ?? '';
}

async function idsAtHq(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>('SELECT id FROM events');
  return rows.map(({ id }) => id);
}

/** Each sale is one invoice, took its goods once, and is owed once. */
async function doubledIn(database: Database, sellers: Seller[]): Promise<string[]> {
  const sold = sellers.flatMap((seller) => seller.sold);
  const { rows } = await database.query<{ id: string; papers: number; taken: number; booked: number }>(
    `SELECT id, (SELECT count(*)::integer FROM invoices i WHERE i.id = s.id) AS papers,
       (SELECT coalesce(-sum(quantity), 0)::integer FROM stock_moves m JOIN events e ON e.id = m.event_id
        WHERE e.entity_id = s.id::text) AS taken,
       (SELECT count(*)::integer FROM ledger l WHERE l.source_id = s.id AND l.kind = 'INVOICE') AS booked
     FROM unnest($1::uuid[]) AS s (id)`,
    [sold],
  );
  const wrong = rows.filter(({ papers, taken, booked }) => papers !== 1 || taken !== 2 || booked !== 1);
  const sums = (await auditSums(database)).flatMap(({ rows: faults }) => faults);
  return [...wrong.map((row) => JSON.stringify(row)), ...sums];
}
