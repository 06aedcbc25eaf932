import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { CHECKS } from './store/sums/checks.ts';
import { openTestServer, turnedClock } from './testing/open-test-server.ts';

const METRICS_TOKEN = 'x'.repeat(32);
const database = await createTestDatabase();
const server = await openTestServer(database.url, turnedClock('2026-12-01T08:00:00.000Z'), {
  demo: true,
  metricsToken: METRICS_TOKEN,
});
const BACKUPS = await mkdtemp(join(tmpdir(), 'manchengo-operate-'));
const SERVER = await server.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await server.close();
  await database.drop();
  await rm(BACKUPS, { recursive: true });
});

interface Ended {
  code: number;
  out: string;
}

/** Runs a script as an operator would, in the clone, with the server's settings. */
const bash = (script: string): Promise<Ended> =>
  new Promise((resolve) => {
    const env = {
      ...{ ...process.env, SERVER, BACKUPS, DATABASE_URL: database.url, MANCHENGO_METRICS_TOKEN: METRICS_TOKEN },
      MANCHENGO_DATA_DIR: join(BACKUPS, 'server'),
    };
    const child = execFile('bash', ['-euo', 'pipefail', '-c', script], { env }, (_error, out) =>
      resolve({ code: child.exitCode ?? -1, out }),
    );
  });

test('[NODE-53] [SUMS-1] [RESTORE-1] the commands of operate.md say that all is well, and npm run audit:sums names what is not', async () => {
  const page = readFileSync('shared/docs/operate.md', 'utf8');
  const script = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands]) => commands).join('\n');
  const { code, out } = await bash(script);
  const [healthz = '', readyz = '', metrics, sums, backup = ''] = out.trim().split('\n');
  expect([code, JSON.parse(healthz).ok, JSON.parse(readyz).ready]).toEqual([0, true, true]);
  expect(Number(metrics)).toBeGreaterThan(5);
  expect(sums).toBe(`All ${CHECKS.length} sums hold.`);
  expect(backup).toMatch(/^\d{3,} rows are in /);
  const onto = await bash(`npm run -s restore -- "${backup.replace(/.* are in /, '')}" 2>&1 || true`);
  expect(onto.out).toMatch(/^The database holds records already[^\n]*--replace/);
  await server.owner.query(
    'UPDATE stock_levels SET quantity = quantity + 1 WHERE ctid IN (SELECT ctid FROM stock_levels LIMIT 1)',
  );
  const broken = await bash('npm run -s audit:sums');
  expect(broken).toEqual({ code: 1, out: expect.stringMatching(/product \d+ in depot \d+: level \d+, lots \d+/) });
});

const UNITS = ['build/linux/manchengo-server.service', 'build/linux/manchengo-backup.service'];

test('[NODE-52] the units and the container files name settings and files that there are', () => {
  for (const name of UNITS) {
    const unit = readFileSync(name, 'utf8').split('\n');
    for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=']) {
      expect(unit, name).toContain(line);
    }
  }
  const known = readFileSync('.env.example', 'utf8');
  const files = [...UNITS, 'Dockerfile', 'compose.yaml'];
  const named = files.flatMap(
    (file) => readFileSync(file, 'utf8').match(/\b(MANCHENGO_[A-Z_]+|DATABASE_URL)\b/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.includes(`\n${name}=`))).toEqual([]);
  const programs = files.flatMap(
    (file) => readFileSync(file, 'utf8').match(/\b(server|build)\/[\w/-]+\.m?[jt]s\b/g) ?? [],
  );
  expect(programs).toEqual(expect.arrayContaining(['server/src/main.ts', 'server/src/backup/main.ts']));
  expect(programs.filter((program) => !existsSync(program))).toEqual([]);
});

test('[NODE-52] a timer of systemd makes a backup each night, with the account and the settings of the server', async () => {
  const [server, backup] = UNITS.map((name) => readFileSync(name, 'utf8')) as [string, string];
  const settings = (unit: string) => unit.split('\n').filter((line) => /^Environment/.test(line));
  expect(settings(backup)).toEqual(settings(server));
  // Without a name of its own, the server's dynamic account has its unit's.
  expect(backup).toContain('\nUser=manchengo-server\n');
  const timer = readFileSync('build/linux/manchengo-backup.timer', 'utf8');
  expect(timer).toMatch(/\nOnCalendar=\*-\*-\* 02:00:00\n[\s\S]*\nPersistent=yes\n[\s\S]*\nWantedBy=timers\.target\n/);
  const [, program = ''] = backup.match(/\nExecStart=\S+ (.*)\n/) ?? [];
  const into = join(BACKUPS, 'nightly');
  const nightly = program.replace('/var/lib/manchengo-backups', into);
  expect(await bash(`"${process.execPath}" ${nightly}`)).toEqual({
    code: 0,
    out: expect.stringContaining(` rows are in ${into}`),
  });
  const [, clear = ''] = backup.match(/\nExecStartPost=(.*)\n/) ?? [];
  const kept = clear.replace('/var/lib/manchengo-backups', into).replace('{}', "'{}'").replace('-*', "-'*'");
  const { out } = await bash(
    `mkdir ${into}/manchengo-old && touch -d '40 days ago' ${into}/manchengo-old && ${kept} && ls ${into}`,
  );
  expect(out.trim()).toMatch(/^manchengo-\d{4}-\S+$/);
});
