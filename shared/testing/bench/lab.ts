import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enroll, type HubIdentity } from '#hub/identity.ts';
import { loadHubKey } from '#hub/key/hub-key.ts';
import { type Database, openDatabase } from '#server/store/database.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { startTestCluster, sweepAbandonedClusters } from '../postgres-cluster.ts';
import { testIds } from '../test-device.ts';
import { type NodeProcess, startNode } from '../world/node-process.ts';
import { enrollCode } from '../world/start-world.ts';
import { cpuTimeUs } from './cpu-time.ts';

/** A node of its own process, with the ways to look at it. */
export interface LabServer {
  url: string;
  database: Database;
  databaseUrl: string;
  process: NodeProcess;
}

/** Where figures are taken: one durable PostgreSQL, and as many nodes in processes of their own as a figure asks. */
export interface Lab {
  /** A server with the demo data on a fresh database, which it reaches `through` another address. */
  openServer(through?: (databaseUrl: string) => string): Promise<LabServer>;
  /** Makes an empty folder. */
  folder(name: string): Promise<string>;
  /** Enrols a hub of depot ALG that has not been started yet. */
  enrolHub(server: LabServer): Promise<{ dataDir: string; identity: HubIdentity }>;
  /** Starts a hub on its folder. `upstream` overrides where it was enrolled: NOWHERE cuts it off. */
  openHub(dataDir: string, upstream: string): Promise<NodeProcess>;
  /** The durable cluster's own database, to ask what it is. */
  postgres: Database;
  postgresUrl: string;
  /** The CPU time, in µs, of every node that is open and of PostgreSQL so far; null where the system does not tell. */
  cpuTimeUs(): number | null;
  /** Ends every node that was opened since the last call, and drops what they kept. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Nobody listens there: what a hub knows of a depot's dead line. */
export const NOWHERE = 'http://127.0.0.1:9';

/** `profiles` is a folder for CPU profiles of every node, or null. */
export async function openLab(profiles: string | null): Promise<Lab> {
  await sweepAbandonedClusters();
  const cluster = await startTestCluster('durable');
  const root = await mkdtemp(join(tmpdir(), 'manchengo-bench-'));
  const postgres = openDatabase(cluster.url);
  const cleanUps: (() => Promise<unknown>)[] = [];
  const nodes: NodeProcess[] = [];
  const nodeOptions: Record<string, string> =
    profiles === null ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` };

  const start = async (node: 'hub' | 'server', env: Record<string, string>): Promise<NodeProcess> => {
    const started = await startNode(node, { ...env, ...nodeOptions });
    nodes.push(started);
    cleanUps.push(() => (started.child.exitCode === null ? started.end('SIGTERM') : Promise.resolve()));
    return started;
  };
  const folder = async (name: string): Promise<string> => {
    const made = join(root, `${name}-${testIds.uuid()}`);
    await mkdir(made);
    return made;
  };
  const clear = async (): Promise<void> => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    nodes.length = 0;
    for (const entry of await foldersIn(root)) await rm(entry, { recursive: true, force: true });
  };

  return {
    postgres,
    postgresUrl: cluster.url,
    folder,
    clear,
    cpuTimeUs: () => cpuTimeUs([cluster.pid, ...nodes.flatMap(({ child }) => child.pid ?? [])]),
    async openServer(through = (databaseUrl) => databaseUrl) {
      const name = `bench_${testIds.uuid().replaceAll('-', '')}`;
      await postgres.query(`CREATE DATABASE ${name}`);
      cleanUps.push(() => postgres.query(`DROP DATABASE ${name} WITH (FORCE)`));
      const databaseUrl = Object.assign(new URL(cluster.url), { pathname: name }).href;
      const server = await start('server', { DATABASE_URL: through(databaseUrl), MANCHENGO_DEMO: '1' });
      const database = openDatabase(databaseUrl);
      cleanUps.push(() => database.end());
      return { url: server.ready.url, database, databaseUrl, process: server };
    },
    async enrolHub(server) {
      const dataDir = await folder('hub');
      const code = await enrollCode(server.url, 'ALG');
      const request = { code, name: 'bench', upstream: server.url };
      const key = await loadHubKey(dataDir, null);
      if (!key.ok) throw new Error(key.error);
      const enrolled = await enroll(fetchTransport, dataDir, key.value.public_jwk, request);
      if (!enrolled.ok) throw new Error(enrolled.error.sentence);
      return { dataDir, identity: enrolled.value };
    },
    openHub: (dataDir, upstream) =>
      start('hub', { MANCHENGO_DATA_DIR: dataDir, MANCHENGO_UPSTREAM: upstream, MANCHENGO_TLS: 'off' }),
    async close() {
      await clear();
      await postgres.end();
      await cluster.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

const foldersIn = async (root: string): Promise<string[]> => (await readdir(root)).map((name) => join(root, name));
