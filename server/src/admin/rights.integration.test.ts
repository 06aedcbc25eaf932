import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { CALLS } from '../openapi/calls.ts';
import { openTestHq, PASSWORD } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';

const database = await createTestDatabase();
const hq = await openTestHq(database.url, turnedClock('2026-12-01T08:00:00.000Z'));
const { server, get, post, oran } = hq;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  for (const role of ['dispatcher', 'accountant'] as const) {
    await post('users', { username: role, name: role, role, password: PASSWORD });
    tokens[role] = (await server.signIn(role, PASSWORD)).body.access_token;
  }
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const PLANNING =
  /^(POST \/(deliveries(\/:id\/\w+)?|tours\/move|tours\/:id\/settle|lots(\/:id\/state)?|stock\/.*)|PUT \/(deliveries|lots)\/bulk)$/;
const MONEY =
  /^POST \/(payments(\/:id\/cancel)?|cheques\/(deposit|:id\/bounce)|invoices(\/:id\/(cancel|credit-notes))?|reports\/closings|stamp-rules|tva-rules|journal-accounts)$/;
const BOTH = /^POST \/(events\/:id\/notes|alerts\/:id\/seen|reports\/exports)$/;
const writing = Object.keys(CALLS)
  .filter((call) => /^(POST|PATCH|PUT|DELETE) \/api\/admin\//.test(call))
  .map((call) => call.replace('/api/admin', ''));

describe.each([
  ['dispatcher', PLANNING],
  ['accountant', MONEY],
])('a %s', (role, own) => {
  test.each(writing)(
    `[HQ-73] a ${role} at %s: let in or refused as the role says, before anything is read`,
    async (call) => {
      const [method, path = ''] = call.split(' ') as ['POST', string];
      const url = `/api/admin${path.replace(':id', '0').replace(':kind', 'nothing')}`;
      const { status } = await server.call(method, url, { token: tokens[role], body: {} });
      expect(status === 403).toBe(!own.test(call) && !BOTH.test(call));
    },
  );

  test(`[HQ-73] a ${role} reads all depots, and the audit`, async () => {
    const depots = (await get('depots', tokens[role])).body.items.map(({ code }: { code: string }) => code);
    expect(depots).toEqual(['ALG', 'ORN']);
    for (const path of ['acts', `stock?depot_id=${oran}`, 'overview', 'arrivals']) {
      expect((await get(path, tokens[role])).status, path).toBe(200);
    }
  });
});
