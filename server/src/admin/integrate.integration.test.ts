import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestHq } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';

const NOW = '2026-12-01T08:00:00.000Z';
const database = await createTestDatabase();
const hq = await openTestHq(database.url, turnedClock(NOW));
const SERVER = await hq.server.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await hq.server.close();
  await database.drop();
});

const run = promisify(execFile);
const page = readFileSync('shared/docs/integrate.md', 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);

/** The driver whom the page has made hands the goods over, as the page has named and planned them. */
async function deliver({ id, driver_user_id, qr_payload }: { id: string; driver_user_id: number; qr_payload: string }) {
  const phone = new TestDevice(driver_user_id);
  const token = (await hq.server.signIn('karim.blida', 'a first password', phone)).body.access_token;
  const said = phone.say({
    ...{ entity_type: 'DELIVERY', entity_id: id, action: 'DELIVERY_VALIDATED', occurred_at: NOW },
    payload: { qr_scanned: qr_payload, validated_at: NOW, received_by: 'Nour', cash_collected: 406_980 },
  });
  const body = phone.pushBody([said], { sent_at: NOW });
  expect((await hq.server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
}

test('[ERP-12] the commands of integrate.md lead from a key to a delivery and to what became of it; again they change nothing', async () => {
  const kinds = ['depots', 'users', 'products', 'clients', 'lots', 'deliveries'];
  const made = await hq.post('service-accounts', { name: 'ERP', scopes: kinds.map((kind) => `${kind}:write`) });
  const env = { ...process.env, SERVER, KEY: made.body.key, DAY: '2026-12-01' };
  const walk = async (commands: string[] = blocks) => {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], { env });
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
  await deliver((await hq.get(`deliveries/${delivery.id}`)).body);
  const [became] = await walk([blocks[0] ?? '', `SINCE=${feed.next_since}`, blocks.at(-1) ?? '']);
  expect(became.changes.filter(({ kind }: { kind: string }) => kind === 'deliveries')).toMatchObject([
    {
      payload: {
        external_id: 'CMD-2026-77',
        status: 'VALIDATED',
        lines: [{ product_id: expect.anything(), quantity: 12 }],
      },
    },
  ]);
  const again = await walk();
  expect(outcomes(again)).toEqual(kinds.map(() => 'UNCHANGED'));
  expect(again.at(-1).changes).toEqual([]);
});
