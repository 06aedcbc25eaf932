import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';

const database = await createTestDatabase();
const hq = await openTestHq(database.url, turnedClock('2026-12-01T08:00:00.000Z'));
const SERVER = await hq.server.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await hq.server.close();
  await database.drop();
});

const run = promisify(execFile);
const page = readFileSync('shared/docs/integrate.md', 'utf8');
const script = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands]) => commands).join('\n');

test('[ERP-12] the commands of integrate.md lead from a key to a delivery and to what the feed says of it; again they change nothing', async () => {
  const kinds = ['depots', 'users', 'products', 'clients', 'lots', 'deliveries'];
  const made = await hq.post('service-accounts', { name: 'ERP', scopes: kinds.map((kind) => `${kind}:write`) });
  const env = { ...process.env, SERVER, KEY: made.body.key, DAY: '2026-12-01' };
  const walk = async () => {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { env });
    return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  };
  const first = await walk();
  const outcomes = (answers: { results?: { outcome: string }[] }[]) =>
    answers.flatMap(({ results = [] }) => results.map(({ outcome }) => outcome));
  expect(outcomes(first)).toEqual(kinds.map(() => 'CREATED'));
  const [delivery, feed] = first.slice(-2);
  expect(delivery).toMatchObject({ external_id: 'CMD-2026-77', status: 'PENDING', total_ht: 342_000 });
  const told = feed.changes.map(({ kind, payload }: { kind: string; payload: { external_id?: string } }) => [
    kind,
    payload.external_id,
  ]);
  expect(told).toContainEqual(['clients', 'CL-42']);
  expect(told).toContainEqual(['deliveries', 'CMD-2026-77']);
  const again = await walk();
  expect(outcomes(again)).toEqual(kinds.map(() => 'UNCHANGED'));
  expect(again.at(-1).changes).toEqual([]);
});
