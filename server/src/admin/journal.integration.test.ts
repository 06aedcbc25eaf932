import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#shared/ports/clock.ts';
import { auditEntry } from '#shared/testing/audit-entry.ts';
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

test('[AUDIT-4] [AUDIT-5] steps are kept once, listed by device, person, action and time, and never changed', async () => {
  const phone = new TestDevice(1);
  const { body: admin } = await server.signIn('boss', PASSWORD, phone);
  phone.userId = admin.user.id;
  const token = admin.access_token;
  const at = (minute: number) => `2026-11-22T10:0${minute}:00.000Z`;
  const opened = auditEntry({ occurred_at: at(1) });
  const context = { ...opened.context, location: { lat: 36.75, lng: 3.05 } };
  const failed = auditEntry({ action: 'DELIVERY_FAILED', occurred_at: at(2), context });
  const later = auditEntry({ occurred_at: at(2) });
  const batch = (entries: unknown[]) =>
    phone.say({ entity_type: 'AUDIT', entity_id: crypto.randomUUID(), action: 'AUDIT_BATCH', payload: { entries } });
  const [first, second] = [batch([opened, failed]), batch([failed, 'no step', later])];
  for (const events of [[first], [first, second]]) {
    const body = phone.pushBody(events);
    expect((await server.call('POST', '/api/sync/push', { token, body })).body.failed_events).toEqual([]);
  }

  const list = (filters: string) => server.call('GET', `/api/admin/audit-entries?${filters}`, { token });
  const own = `device_id=${phone.id}`;
  const { items, total } = (await list(own)).body;
  const signed = { device_id: phone.id, user_id: phone.userId, user_name: 'Admin', number: expect.any(Number) };
  expect(items).toEqual([
    { ...later, ...signed, event_id: second?.id },
    { ...failed, ...signed, event_id: first?.id },
    { ...opened, ...signed, event_id: first?.id },
  ]);
  expect(total).toBe(3);
  const idsBy = async (filters: string) => (await list(filters)).body.items.map(({ id }: { id: string }) => id);
  expect(await idsBy(`${own}&action=DELIVERY_FAILED`)).toEqual([failed.id]);
  expect(await idsBy(`user_id=${phone.userId}&from=${at(2)}`)).toEqual([later.id, failed.id]);
  expect(await idsBy(`${own}&to=${at(2)}`)).toEqual([opened.id]);
  expect(await idsBy(`user_id=${phone.userId + 1}`)).toEqual([]);
  const { next_cursor } = (await list(`${own}&limit=1`)).body;
  expect(await idsBy(`${own}&cursor=${next_cursor}`)).toEqual([failed.id, opened.id]);
  expect((await list('device=x')).status).toBe(400);
  const one = await server.call('GET', `/api/admin/audit-entries/${failed.id}`, { token });
  expect(one.body).toEqual(items[1]);
  for (const sql of ["UPDATE audit_steps SET action = 'X'", 'DELETE FROM audit_steps', 'TRUNCATE audit_steps']) {
    await expect(server.deps.database.query(sql)).rejects.toThrow();
  }
});
