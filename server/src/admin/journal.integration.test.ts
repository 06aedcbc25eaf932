import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase, type TestDatabase } from '#shared/testing/postgres.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { openTestServer, type TestServer } from '../testing/open-test-server.ts';

const PASSWORD = 'un mot de passe é';
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openTestServer(database.url, systemClock);
  await server.addUsers({ username: 'boss', name: 'Admin', role: 'admin', password: PASSWORD });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

test('[HQ-17] signatures that a hub spoils in mid-run blame nobody, across the pages in which the journal is read', async () => {
  const phone = new TestDevice(1);
  const { body: admin } = await server.signIn('boss', PASSWORD, phone);
  phone.userId = admin.user.id;
  const events = Array.from({ length: 1_500 }, (_, n) =>
    phone.say({ entity_type: 'AUDIT', entity_id: String(n), action: 'LOGIN', payload: {} }),
  );
  const spoil = (event: (typeof events)[number]) => ({ ...event, signature: phone.signText('a hub') });
  for (const batch of [events.slice(0, 750), events.slice(750)]) {
    const carried = [...batch.slice(0, -1).map(spoil), ...batch.slice(-1)];
    const pushed = await server.call('POST', '/api/sync/push', {
      token: admin.access_token,
      body: phone.pushBody(carried),
    });
    expect(pushed.body.acked_event_ids).toHaveLength(750);
  }
  const path = `/api/admin/devices/${phone.id}/journal`;
  expect((await server.call('GET', path, { token: admin.access_token })).body).toEqual({
    complete_up_to: 1_500,
    missing: [],
    broken_links: [],
    bad_signatures: [],
  });
});
